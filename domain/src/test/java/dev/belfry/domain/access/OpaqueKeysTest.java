package dev.belfry.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpaqueKeysTest {

    private static final String SECRET = "a secret of at least 32 characters";

    private final TokenRules rules = new TokenRules(SECRET, null, null, null, "sb_publishable_abc", "sb_secret_xyz");
    private final TokenVerifier verifier = new TokenVerifier(rules, Clock.systemUTC());

    @Test
    void thePublishableKeyIsAnon() {
        var expected = new Claims("{\"role\":\"anon\"}", "anon", null, Instant.parse("9999-12-31T23:59:59Z"));

        assertThat(verifier.verify("sb_publishable_abc")).isEqualTo(new Verdict.Verified(expected));
    }

    @Test
    void theSecretKeyIsTheService() {
        assertThat(verifier.verify("sb_secret_xyz"))
                .isInstanceOfSatisfying(
                        Verdict.Verified.class,
                        verified -> assertThat(verified.claims().role()).isEqualTo("service_role"));
    }

    @Test
    void anUnknownKeyIsNoToken() {
        for (var key : new String[] {"sb_", "sb_secret_", "sb_secret_xy", "sb_secret_xyzz", "sb_publishable_xyz"}) {
            assertThat(verifier.verify(key))
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused -> assertThat(refused.withCode())
                                    .isEqualTo("MalformedJWT: The token provided is not a valid JWT"));
        }
    }

    @Test
    void noKeyIsKnownUnlessConfigured() {
        var without = new TokenVerifier(SECRET, Clock.systemUTC());

        assertThat(without.verify("sb_publishable_abc")).isInstanceOf(Verdict.Refused.class);
        assertThat(without.verify("sb_secret_xyz")).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aKeyInTheWrongPlaceIsAMistakeInTheConfiguration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenRules(SECRET, null, null, null, "sb_secret_xyz", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenRules(SECRET, null, null, null, null, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenRules(SECRET, null, null, null, null, "sb_secret_"));
    }

    @Test
    void theRulesKeepTheirSecretsOutOfLogs() {
        assertThat(rules.toString()).doesNotContain(SECRET, "abc", "xyz");
    }
}
