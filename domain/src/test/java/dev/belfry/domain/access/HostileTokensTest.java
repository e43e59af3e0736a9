package dev.belfry.domain.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.belfry.domain.access.Verdict.Refused;
import dev.belfry.domain.access.Verdict.Verified;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes is answered. Most of it is even signed well: what was signed is not to be trusted to be sane. */
class HostileTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String SECRET = "a secret of 64 characters, which is what HS512 asks for at least";
    private static final String HS256 = "{\"alg\":\"HS256\"}";
    private static final String MALFORMED = "MalformedJWT: The token provided is not a valid JWT";

    private final TokenVerifier verifier = new TokenVerifier(SECRET, Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void theSecretSignsWithThreeAlgorithms(String algorithm) {
        var token = token("{\"alg\":\"" + algorithm + "\",\"kid\":\"any\"}", claims("\"exp\":9999999999"), algorithm);

        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e30",
                "1e400",
                "-1e30",
                "-1e400",
                "1e99999",
                "1e999999999",
                "-1e999999999",
                "9223372036854775807",
                "9224318016000",
                "-9223372036854775808",
                "100000000000000000000000000000000000000000000000000"
            })
    void anExpiryBeyondTheEndOfTimeIsInvalid(String expiry) {
        assertThat(refusal(claims("\"exp\":" + expiry))).isEqualTo("InvalidJWTToken: Token expiration time is invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-400", "1e-999999999", "0", "-0.0", "-1"})
    void anExpiryNearTheBeginningOfTimeHasPassed(String expiry) {
        var text = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> refusal(claims("\"exp\":" + expiry)));

        assertThat(text).startsWith("InvalidJWTToken: Token has expired 1795");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9224318015999", "1795600000000", "1.7956e12"})
    void anExpiryInMillisecondsIsFarAway(String expiry) {
        assertThat(verifier.verify(token(HS256, claims("\"exp\":" + expiry), "HS256")))
                .isInstanceOf(Verified.class);
    }

    @Test
    void aFractionOfASecondIsRounded() {
        var now = NOW.getEpochSecond();

        assertThat(verifier.verify(token(HS256, claims("\"exp\":" + now + ".5"), "HS256")))
                .isInstanceOf(Verified.class);
        assertThat(refusal(claims("\"exp\":" + now + ".4")))
                .isEqualTo("InvalidJWTToken: Token has expired 0 seconds ago");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "null", "{}", "true"})
    void theTimeOfIssueIsANumber(String issued) {
        assertThat(refusal(claims("\"exp\":9999999999,\"iat\":" + issued)))
                .isEqualTo("InvalidJWTToken: Token issue time is not a number");
    }

    @Test
    void hugeNumbersElsewhereDoNoHarm() {
        var harmless = claims("\"exp\":9999999999,\"iat\":1e400,\"nbf\":-1e400,\"level\":1e999999999");

        assertThat(verifier.verify(token(HS256, harmless, "HS256"))).isInstanceOf(Verified.class);
        assertThat(refusal(claims("\"exp\":9999999999,\"nbf\":1e400")))
                .isEqualTo("InvalidJWTToken: Token is not valid yet");
    }

    /** The first means "whoever is connected" to PostgreSQL, and that is the server itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "postgres",
                "belfry",
                "pg_read_all_data",
                "AUTHENTICATED",
                "authenticated ",
                "anon\\\" --"
            })
    void aRoleThatNobodyMayActAsIsRefused(String role) {
        assertThat(refusal("{\"role\":\"" + role + "\",\"exp\":9999999999}"))
                .isEqualTo("InvalidJWTToken: The role " + role.replace("\\", "") + " is not accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udfff\\ud800"})
    void aSubjectThatNoDatabaseHoldsIsRefused(String subject) {
        assertThat(refusal("{\"role\":\"anon\",\"exp\":9999999999,\"sub\":\"" + subject + "\"}"))
                .isEqualTo("InvalidJWTToken: Token subject is no text that PostgreSQL can hold");
    }

    @Test
    void aRoleWithoutANameIsRefused() {
        assertThat(refusal("{\"role\":\"\",\"exp\":9999999999}"))
                .isEqualTo("InvalidJWTToken: The role  is not accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"anon\",\"role\":\"service_role\",\"exp\":9999999999}",
                "{\"role\":\"anon\",\"exp\":9999999999} trailing",
                "{\"role\":\"anon\",\"exp\":1e99999999999999}",
                "{\"role\":\"anon\",\"exp\":NaN}",
                "{\"role\":\"anon\",\"exp\":",
                "\u0000",
                "\ufeff{}",
                "not json"
            })
    void aPayloadThatIsNoJsonIsMalformed(String payload) {
        assertThat(refusal(payload)).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "7", "[]", "\"text\"", "{}"})
    void aPayloadWithoutClaimsIsRefused(String payload) {
        assertThat(verifier.verify(token(HS256, payload, "HS256"))).isInstanceOf(Refused.class);
    }

    @Test
    void deepNestingIsMalformed() {
        var deep = "[".repeat(4_000) + "]".repeat(4_000);

        assertThat(refusal(claims("\"exp\":9999999999,\"deep\":" + deep))).isEqualTo(MALFORMED);
        assertThat(withHeader("{\"alg\":\"HS256\",\"deep\":" + deep + "}")).isInstanceOf(Verdict.class);
        assertThat(withHeader("{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aNumberOfThousandsOfDigitsIsMalformed() {
        assertThat(refusal(claims("\"exp\":1" + "0".repeat(8_000)))).isEqualTo(MALFORMED);
    }

    @Test
    void aPayloadThatIsNotUtf8IsMalformed() {
        var payload = "{\"role\":\"anon\",\"exp\":9999999999,\"name\":\"\u00ff\u00c0\u0080\"}";

        assertThat(((Refused) verifier.verify(sign(HS256, payload.getBytes(ISO_8859_1), "HS256"))).withCode())
                .isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"crit\":[]}",
                "{\"alg\":\"HS256\",\"b64\":false}",
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"NONE\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{\"alg\":7}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS256\",\"typ\":7}",
                "{\"alg\":\"HS256\",\"kid\":{}}",
                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"RSA\"}}",
                "{\"alg\":\"HS256\",\"jku\":\"::not an address::\"}",
                "{\"alg\":\"HS256\",\"x5c\":[7]}",
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"RS256\",\"kid\":\"\\ud800\"}",
                "{}",
                "[]",
                "null",
                ""
            })
    void aStrangeHeaderIsRefused(String header) {
        assertThat(withHeader(header)).isInstanceOf(Refused.class);
    }

    @Test
    void unsignedTokensAreMalformed() {
        var unsigned = encode("{\"alg\":\"none\"}") + "." + encode(claims("\"exp\":9999999999")) + ".";

        assertThat(((Refused) verifier.verify(unsigned)).withCode()).isEqualTo(MALFORMED);
        assertThat(((Refused) verifier.verify(unsigned + "AAAA")).withCode()).isEqualTo(MALFORMED);
        assertThat(((Refused) verifier.verify(token("{\"alg\":\"none\"}", claims("\"exp\":9999999999"), "HS256")))
                        .withCode())
                .isEqualTo(MALFORMED);
    }

    @Test
    void hundredKilobytesAreNotLookedAt() {
        var token = token(HS256, claims("\"exp\":9999999999,\"padding\":\"" + "x".repeat(75_000) + "\""), "HS256");

        assertThat(token).hasSizeGreaterThan(100_000);
        assertThat(((Refused) verifier.verify(token)).withCode()).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "...", "a.b", "a.b.c.d.e", "\ud800.\udfff.\u0000", "é.é.é", "sb_"})
    void whatIsNoTokenIsMalformed(String token) {
        assertThat(((Refused) verifier.verify(token)).withCode()).isEqualTo(MALFORMED);
    }

    @Test
    void aTokenWithAFlawAnywhereIsAnsweredAndNotBelieved() {
        var random = new Random(20261124);
        var good = token(
                "{\"alg\":\"HS256\",\"kid\":\"a\",\"typ\":\"JWT\"}", claims("\"exp\":9999999999,\"n\":1"), "HS256");

        for (var i = 0; i < 20_000; i++) {
            var flawed = new StringBuilder(good);
            flawed.setCharAt(random.nextInt(good.lastIndexOf('.')), (char) random.nextInt(0x180));
            assertThat(verifier.verify(flawed.toString()))
                    .as(flawed.toString())
                    .satisfiesAnyOf(
                            verdict -> assertThat(verdict).isInstanceOf(Refused.class),
                            verdict -> assertThat(flawed.toString()).isEqualTo(good));
        }
    }

    @Test
    void aSignedHeaderOrPayloadWithAFlawIsAnswered() {
        var random = new Random(42);
        var header = "{\"alg\":\"HS256\",\"kid\":\"a\",\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQ\"},\"crit\":[],"
                + "\"jku\":\"http://a\",\"x5u\":\"http://a\",\"x5c\":[\"AA==\"],\"x5t\":\"AA\",\"b64\":true}";
        var payload = claims("\"exp\":9e9,\"nbf\":1.5e3,\"iat\":1,\"aud\":[\"a\",{}]");

        for (var i = 0; i < 20_000; i++) {
            assertThat(verifier.verify(token(flawed(header, random), payload, "HS256")))
                    .isNotNull();
            assertThat(verifier.verify(token(HS256, flawed(payload, random), "HS256")))
                    .isNotNull();
        }
    }

    private static String flawed(String text, Random random) {
        var flawed = new StringBuilder(text);
        var alphabet = "{}[]\",:\\u0019eE+-.tfn \u0000\u00e9";
        for (var flaws = random.nextInt(4); flaws >= 0; flaws--) {
            var at = random.nextInt(flawed.length());
            var end = Math.min(flawed.length(), at + random.nextInt(12));
            flawed.replace(at, end, String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
        }
        return flawed.toString();
    }

    private Verdict withHeader(String header) {
        return verifier.verify(token(header, claims("\"exp\":9999999999"), "HS256"));
    }

    private String refusal(String payload) {
        return ((Refused) verifier.verify(token(HS256, payload, "HS256"))).withCode();
    }

    private static String claims(String others) {
        return "{\"role\":\"anon\"," + others + "}";
    }

    private static String token(String header, String payload, String algorithm) {
        return sign(header, payload.getBytes(UTF_8), algorithm);
    }

    /** By hand, because no library would sign most of it. */
    private static String sign(String header, byte[] payload, String algorithm) {
        try {
            var name = algorithm.replace("HS", "HmacSHA");
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), name));
            var content = encode(header) + "." + encode(payload);
            return content + "." + encode(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
