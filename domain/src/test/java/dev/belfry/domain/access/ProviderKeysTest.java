package dev.belfry.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.belfry.domain.access.ProviderKeys.Pace;
import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Verified;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the keys of an identity provider are fetched, and what happens when they cannot be. */
class ProviderKeysTest extends GivenAnIdentityProvider {

    @Test
    void asksForTheKeysOnce() {
        for (var i = 0; i < 20; i++) {
            assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);
        }

        assertThat(provider.fetches()).isOne();
    }

    @Test
    void believesANewKeyAsSoonAsItIsPublished() {
        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);

        provider.publish(rsa, newer);

        assertThat(verifier.verify(signed(newer))).isInstanceOf(Verified.class);
        assertThat(provider.fetches()).isEqualTo(2);
    }

    @Test
    void forgetsAKeyThatIsNoLongerPublished() throws InterruptedException {
        verifier = hasty(CLOCK);
        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);

        provider.publish(newer);
        Thread.sleep(120);

        assertThat(refusal(signed(rsa)).reason()).isEqualTo(Reason.NO_KEY);
    }

    @Test
    void unknownKeyIdsDoNotFetchWithoutLimit() {
        for (var i = 0; i < 300; i++) {
            assertThat(refusal(signed(named(newer, "guess " + i))).reason()).isEqualTo(Reason.NO_KEY);
        }

        assertThat(provider.fetches()).isLessThanOrEqualTo(2);
        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);
    }

    @Test
    void fetchesNothingThatTheTokenPointsTo() throws IOException {
        try (var attacker = new IdentityProvider()) {
            attacker.publish(newer);
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .jwkURL(attacker.jwks())
                    .x509CertURL(attacker.jwks())
                    .jwk(newer.toPublicJWK());

            var known = IdentityProvider.sign(newer, header.keyID("first").build(), ADA);
            var unknown = IdentityProvider.sign(newer, header.keyID("second").build(), ADA);

            assertThat(refusal(known).reason()).isEqualTo(Reason.WRONG_SIGNATURE);
            assertThat(refusal(unknown).reason()).isEqualTo(Reason.NO_KEY);
            assertThat(attacker.fetches()).isZero();
        }
    }

    @Test
    void refusesWhenTheProviderCannotBeReached() {
        provider.close();

        assertThat(refusal(signed(rsa)).withCode()).startsWith("JwtSignerError: Failed to generate JWT signer for key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"keys\":7}",
                "null",
                "{\"keys\":[null]}",
                "{\"keys\":null}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"first\"}]}"
            })
    void refusesWhenTheProviderTalksNonsense(String body) {
        provider.publishText(body);

        assertThat(refusal(signed(rsa)).reason()).isEqualTo(Reason.NO_KEY);
    }

    @Test
    void readsNoEndlessAnswer() {
        provider.publishText("{\"padding\":\"" + "x".repeat(70_000) + "\",\"keys\":[" + rsa.toPublicJWK() + "]}");

        assertThat(refusal(signed(rsa)).reason()).isEqualTo(Reason.NO_KEY);
    }

    @Test
    void anOutageOfTheProviderIsSurvived() throws InterruptedException {
        verifier = hasty(CLOCK);
        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);

        provider.fail();
        Thread.sleep(120);

        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);
        assertThat(provider.fetches()).isGreaterThan(1);
        assertThat(refusal(signed(newer)).reason()).isEqualTo(Reason.NO_KEY);
    }

    @Test
    void inAnOutageMadeUpKeyIdsDoNotLockOthersOut() throws InterruptedException {
        verifier = hasty(CLOCK);
        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);

        provider.fail();
        Thread.sleep(120);

        for (var i = 0; i < 10; i++) {
            assertThat(refusal(signed(named(newer, "guess " + i))).reason()).isEqualTo(Reason.NO_KEY);
            assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);
        }
    }

    @Test
    void anOutageIsNotSurvivedForEver() throws InterruptedException {
        var clock = new Hands(NOW);
        verifier = hasty(clock);
        var token = IdentityProvider.sign(
                rsa,
                JWSAlgorithm.RS256,
                with("exp", NOW.plus(Duration.ofDays(1)).getEpochSecond()));
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);

        provider.fail();
        clock.now = NOW.plus(Duration.ofHours(2));
        Thread.sleep(120);

        assertThat(refusal(token).reason()).isEqualTo(Reason.NO_KEY);
    }

    @Test
    void anAddressWithoutASchemeIsAMistakeInTheConfiguration() {
        var rules = new TokenRules(SECRET, URI.create("jwks.json"), null, null, null, null);

        assertThatIllegalArgumentException().isThrownBy(() -> new TokenVerifier(rules, CLOCK));
    }

    /** Fetches again after a tenth of a second, and gives up an hour after it could. */
    private TokenVerifier hasty(Clock clock) {
        var pace = new Pace(Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofHours(1));
        return new TokenVerifier(
                new TokenRules(SECRET, provider.jwks(), null, null, null, null), Roles.USUAL::contains, pace, clock);
    }

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {

        private Instant now;

        Hands(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
