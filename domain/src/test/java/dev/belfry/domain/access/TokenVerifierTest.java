package dev.belfry.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String SECRET = "a secret of at least 32 characters";

    private final TokenSigner signer = new TokenSigner(SECRET);
    private final TokenVerifier verifier = new TokenVerifier(SECRET, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void believesItsOwnApiKey() {
        var verdict = verifier.verify(signer.apiKey("anon"));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Verified.class, verified -> {
            assertThat(verified.claims().role()).isEqualTo("anon");
            assertThat(verified.claims().subject()).isNull();
        });
    }

    @Test
    void givesTheSameKeyForTheSameSecret() {
        assertThat(signer.apiKey("anon")).isEqualTo(new TokenSigner(SECRET).apiKey("anon"));
    }

    @Test
    void refusesAnExpiredToken() {
        var token = signer.sign(Map.of("role", "anon", "exp", NOW.getEpochSecond() - 12));

        assertThat(refusal(token).withCode()).isEqualTo("InvalidJWTToken: Token has expired 12 seconds ago");
        assertThat(refusal(token).text()).isEqualTo("Token has expired");
    }

    @Test
    void refusesATokenBeforeItsTime() {
        var token = signer.sign(
                Map.of("role", "anon", "exp", NOW.getEpochSecond() + 100, "nbf", NOW.getEpochSecond() + 50));

        assertThat(refusal(token).reason()).isEqualTo(Verdict.Reason.NOT_YET_VALID);
    }

    @Test
    void refusesATokenWithoutRoleOrExpiry() {
        var expected = "InvalidJWTToken: Fields `role` and `exp` are required in JWT";

        assertThat(refusal(signer.sign(Map.of("role", "anon"))).withCode()).isEqualTo(expected);
        assertThat(refusal(signer.sign(Map.of("exp", NOW.getEpochSecond() + 9))).withCode())
                .isEqualTo(expected);
    }

    @Test
    void refusesTheSignatureOfAnotherSecret() {
        var token = new TokenSigner("another secret of 32 characters or more").apiKey("service_role");

        assertThat(refusal(token).withCode()).isEqualTo("JwtSignatureError: Failed to validate JWT signature");
    }

    @Test
    void refusesUnsignedAndMalformedAndOversizeTokens() {
        var unsigned = "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYW5vbiIsImV4cCI6OTk5OTk5OTk5OX0.";

        for (var token : new String[] {unsigned, "", "a.b.c", "no jwt", "x".repeat(100_000)}) {
            assertThat(refusal(token).withCode()).isEqualTo("MalformedJWT: The token provided is not a valid JWT");
        }
    }

    @Test
    void claimsKeepPersonalDataOutOfLogs() {
        var token = signer.sign(
                Map.of("role", "authenticated", "email", "ada@belfry.dev", "exp", NOW.getEpochSecond() + 9));

        assertThat(verifier.verify(token).toString()).doesNotContain("ada@belfry.dev");
    }

    private Verdict.Refused refusal(String token) {
        return (Verdict.Refused) verifier.verify(token);
    }
}
