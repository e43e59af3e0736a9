package dev.belfry.domain.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Refused;
import dev.belfry.domain.access.Verdict.Verified;
import dev.belfry.domain.capture.Json;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Decides whether a token is to be believed: signature first (HS256, HS384, HS512), then {@code exp}, {@code nbf} and {@code role}. */
public final class TokenVerifier {

    private static final int MAX_LENGTH = 16 * 1024;
    private static final Refused MALFORMED = new Refused(Reason.MALFORMED, "The token provided is not a valid JWT");

    private final byte[] secret;
    private final Clock clock;

    public TokenVerifier(String secret, Clock clock) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    public Verdict verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return MALFORMED;
        }
        try {
            var jwt = SignedJWT.parse(token);
            return switch (jwt.getHeader().getAlgorithm().getName()) {
                case "HS256", "HS384", "HS512" ->
                    jwt.verify(new MACVerifier(secret))
                            ? judge(jwt.getPayload().toString())
                            : new Refused(Reason.WRONG_SIGNATURE, "Failed to validate JWT signature");
                default ->
                    new Refused(
                            Reason.NO_KEY,
                            "Failed to generate JWT signer, check your JWT secret or JWKS configuration");
            };
        } catch (ParseException | JacksonException e) {
            return MALFORMED;
        } catch (JOSEException e) {
            return new Refused(Reason.WRONG_SIGNATURE, "Failed to validate JWT signature");
        }
    }

    private Verdict judge(String json) {
        var payload = Json.MAPPER.readTree(json);
        if (!payload.path("role").isString() || !payload.path("exp").isNumber()) {
            return new Refused(Reason.INCOMPLETE, "Fields `role` and `exp` are required in JWT");
        }
        var claims = Claims.of(json, payload);
        var now = clock.instant();
        if (!claims.expiresAt().isAfter(now)) {
            var seconds = now.getEpochSecond() - claims.expiresAt().getEpochSecond();
            return new Refused(Reason.EXPIRED, "Token has expired " + seconds + " seconds ago");
        }
        return isEarly(payload.path("nbf"), now)
                ? new Refused(Reason.NOT_YET_VALID, "Token is not valid yet")
                : new Verified(claims);
    }

    private static boolean isEarly(JsonNode notBefore, Instant now) {
        return notBefore.isNumber() && notBefore.asDouble() > now.getEpochSecond();
    }
}
