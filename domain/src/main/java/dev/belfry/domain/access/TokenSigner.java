package dev.belfry.domain.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.belfry.domain.change.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens with the shared secret (HS256): the API keys, and the tokens of the development sign-in. */
public final class TokenSigner {

    public static final String ISSUER = "belfry";

    private static final Instant KEYS_ISSUED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant KEYS_EXPIRE = Instant.parse("2036-01-01T00:00:00Z");

    private final byte[] secret;

    public TokenSigner(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The API key of a role. The same secret always gives the same key. */
    public String apiKey(String role) {
        return sign(Map.of(
                "iss", ISSUER, "role", role, "iat", KEYS_ISSUED.getEpochSecond(), "exp", KEYS_EXPIRE.getEpochSecond()));
    }

    /** A name for a user that others may know: always the same, and nobody can tell whose it is. 64 hexadecimal digits. */
    public String pseudonym(String user) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("pseudonym of " + user).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    public String sign(Map<String, ?> claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(JOSEObjectType.JWT)
                    .build();
            var token = new JWSObject(header, new Payload(Json.MAPPER.writeValueAsString(new TreeMap<>(claims))));
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The secret cannot sign with HS256", e);
        }
    }
}
