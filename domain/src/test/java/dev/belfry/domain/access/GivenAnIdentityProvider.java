package dev.belfry.domain.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.belfry.domain.access.Verdict.Refused;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An identity provider with one key, a verifier that knows where it publishes it, and tokens of its users. */
abstract class GivenAnIdentityProvider {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String SECRET = "a secret of at least 32 characters";
    static final Map<String, Object> ADA =
            Map.of("role", "authenticated", "sub", "ada", "exp", NOW.getEpochSecond() + 60);

    static RSAKey rsa;
    static RSAKey newer;

    IdentityProvider provider;
    TokenVerifier verifier;

    @BeforeAll
    static void generateKeys() throws JOSEException {
        rsa = rsa("first");
        newer = rsa("second");
    }

    @BeforeEach
    void start() throws IOException {
        provider = new IdentityProvider();
        provider.publish(rsa);
        verifier = verifier(null, null);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    TokenVerifier verifier(@Nullable String issuer, @Nullable String audience) {
        return new TokenVerifier(new TokenRules(SECRET, provider.jwks(), issuer, audience, null, null), CLOCK);
    }

    Refused refusal(String token) {
        return (Refused) verifier.verify(token);
    }

    static String signed(JWK key) {
        return IdentityProvider.sign(key, JWSAlgorithm.RS256, ADA);
    }

    static String signed(String claim, Object value) {
        return IdentityProvider.sign(rsa, JWSAlgorithm.RS256, with(claim, value));
    }

    static Map<String, Object> with(String claim, Object value) {
        var claims = new HashMap<>(ADA);
        claims.put(claim, value);
        return claims;
    }

    static RSAKey rsa(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    static RSAKey named(RSAKey key, String id) {
        return new RSAKey.Builder(key).keyID(id).build();
    }
}
