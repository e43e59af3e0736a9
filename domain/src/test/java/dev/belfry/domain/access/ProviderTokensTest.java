package dev.belfry.domain.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Verified;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens of an identity provider are believed. */
class ProviderTokensTest extends GivenAnIdentityProvider {

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void believesAKeyOfRsa(String algorithm) {
        var verdict = verifier.verify(IdentityProvider.sign(rsa, JWSAlgorithm.parse(algorithm), ADA));

        assertThat(verdict).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.claims().role()).isEqualTo("authenticated");
            assertThat(verified.claims().subject()).isEqualTo("ada");
        });
    }

    @ParameterizedTest
    @CsvSource({"ES256, P-256", "ES384, P-384", "ES512, P-521"})
    void believesAKeyOfAnEllipticCurve(String algorithm, String curve) throws JOSEException {
        var key = new ECKeyGenerator(Curve.parse(curve)).keyID("curve").generate();
        provider.publish(rsa, key);

        assertThat(verifier.verify(IdentityProvider.sign(key, JWSAlgorithm.parse(algorithm), ADA)))
                .isInstanceOf(Verified.class);
    }

    @Test
    void stillBelievesTheSecret() {
        assertThat(verifier.verify(new TokenSigner(SECRET).apiKey("service_role")))
                .isInstanceOf(Verified.class);
        assertThat(provider.fetches()).isZero();
    }

    @Test
    void namesTheKeyThatItDoesNotHave() {
        assertThat(refusal(signed(newer)).withCode())
                .isEqualTo("JwtSignerError: Failed to generate JWT signer for key ID (kid) \"second\","
                        + " check your JWT secret or JWKS configuration");
    }

    @Test
    void refusesATokenThatNamesNoKey() {
        var token = IdentityProvider.sign(rsa, new JWSHeader(JWSAlgorithm.RS256), ADA);

        assertThat(refusal(token).withCode())
                .isEqualTo("JwtSignerError: Failed to generate JWT signer,"
                        + " check your JWT secret or JWKS configuration");
        assertThat(provider.fetches()).isZero();
    }

    @Test
    void refusesEveryProviderWhenNoneIsConfigured() {
        verifier = new TokenVerifier(SECRET, CLOCK);

        assertThat(refusal(signed(rsa)).reason()).isEqualTo(Reason.NO_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "/dev/null",
                "' or 1=1; drop table challenges; --",
                "http://169.254.169.254/latest/meta-data",
                "",
                "{0}",
                "%s%n"
            })
    void anUnheardKeyIdIsJustUnheard(String id) {
        assertThat(refusal(signed(named(rsa, id))).text()).contains("key ID (kid) \"" + id + "\"");
    }

    @Test
    void showsLittleOfAKeyIdAndNoLinesOfIt() {
        var text = refusal(signed(named(rsa, "a\r\nb\u2028c\ud800" + "d".repeat(5_000))))
                .text();

        assertThat(text).contains("\"a??b?c?" + "d".repeat(57) + "\"");
    }

    @Test
    void refusesTheSignatureOfAnotherKeyUnderAKnownName() {
        assertThat(refusal(signed(named(newer, "first"))).reason()).isEqualTo(Reason.WRONG_SIGNATURE);
    }

    @Test
    void thePublicKeyIsNoSecret() throws JOSEException {
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(rsa.toRSAPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        for (var secret : List.of(
                rsa.toRSAPublicKey().getEncoded(),
                pem.getBytes(US_ASCII),
                rsa.getModulus().decode(),
                rsa.toPublicJWK().toJSONString().getBytes(US_ASCII))) {
            assertThat(refusal(keyed(secret)).reason()).isEqualTo(Reason.WRONG_SIGNATURE);
        }
    }

    @Test
    void aPublishedSecretIsNoSecret() throws JOSEException {
        var shared = new OctetSequenceKeyGenerator(256).keyID("first").generate();
        provider.publishText("{\"keys\":[" + shared.toJSONString() + "]}");

        assertThat(refusal(keyed(shared.toByteArray())).reason()).isEqualTo(Reason.WRONG_SIGNATURE);
        assertThat(refusal(signed(rsa)).reason()).isEqualTo(Reason.NO_KEY);
    }

    @Test
    void theKeyDecidesTheAlgorithm() throws JOSEException {
        var pinned = new RSAKey.Builder(rsa).algorithm(JWSAlgorithm.RS256).build();
        var curve = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
        provider.publish(pinned);

        assertThat(verifier.verify(signed(rsa))).isInstanceOf(Verified.class);
        assertThat(refusal(IdentityProvider.sign(rsa, JWSAlgorithm.RS512, ADA)).reason())
                .isEqualTo(Reason.NO_KEY);
        assertThat(refusal(IdentityProvider.sign(curve, JWSAlgorithm.ES256, ADA))
                        .reason())
                .isEqualTo(Reason.NO_KEY);
        assertThat(refusal(IdentityProvider.sign(rsa, JWSAlgorithm.PS256, ADA)).reason())
                .isEqualTo(Reason.NO_KEY);
    }

    @Test
    void anEncryptionKeyVerifiesNothing() {
        provider.publish(
                new RSAKey.Builder(rsa).keyUse(KeyUse.ENCRYPTION).build(),
                new RSAKey.Builder(newer).keyUse(KeyUse.SIGNATURE).build());

        assertThat(refusal(signed(rsa)).reason()).isEqualTo(Reason.NO_KEY);
        assertThat(verifier.verify(signed(newer))).isInstanceOf(Verified.class);
    }

    @Test
    void theIssuerHasToBeTheConfiguredOne() {
        verifier = verifier("https://id.example/auth/v1", null);
        var expected = "InvalidJWTToken: Token issuer is not accepted";

        assertThat(verifier.verify(signed("iss", "https://id.example/auth/v1"))).isInstanceOf(Verified.class);
        assertThat(refusal(signed("iss", "https://id.example/auth/v1/")).withCode())
                .isEqualTo(expected);
        assertThat(refusal(signed("iss", List.of("https://id.example/auth/v1"))).withCode())
                .isEqualTo(expected);
        assertThat(refusal(signed(rsa)).withCode()).isEqualTo(expected);
    }

    @Test
    void theAudienceHasToNameTheConfiguredOne() {
        verifier = verifier(null, "authenticated");
        var expected = "InvalidJWTToken: Token audience is not accepted";

        assertThat(verifier.verify(signed("aud", "authenticated"))).isInstanceOf(Verified.class);
        assertThat(verifier.verify(signed("aud", List.of("other", "authenticated"))))
                .isInstanceOf(Verified.class);
        assertThat(refusal(signed("aud", "other")).withCode()).isEqualTo(expected);
        assertThat(refusal(signed("aud", List.of())).withCode()).isEqualTo(expected);
        assertThat(refusal(signed("aud", Map.of("authenticated", true))).withCode())
                .isEqualTo(expected);
        assertThat(refusal(signed(rsa)).withCode()).isEqualTo(expected);
    }

    @Test
    void issuerAndAudienceAreNotDemandedOfOurOwnTokens() {
        verifier = verifier("https://id.example", "authenticated");

        assertThat(verifier.verify(new TokenSigner(SECRET).apiKey("anon"))).isInstanceOf(Verified.class);
    }

    @Test
    void theProviderMakesNobodyTheService() {
        assertThat(refusal(signed("role", "service_role")).withCode())
                .isEqualTo("InvalidJWTToken: The role service_role is not accepted from the identity provider");
    }

    @Test
    void refusesTheSameClaimsAsOfAnyToken() {
        var now = NOW.getEpochSecond();

        assertThat(refusal(signed("exp", now - 7)).withCode())
                .isEqualTo("InvalidJWTToken: Token has expired 7 seconds ago");
        assertThat(refusal(signed("nbf", now + 30)).reason()).isEqualTo(Reason.NOT_YET_VALID);
        assertThat(refusal(signed("role", 7)).reason()).isEqualTo(Reason.INCOMPLETE);
        assertThat(refusal(IdentityProvider.sign(rsa, JWSAlgorithm.RS256, Map.of("exp", now + 9)))
                        .reason())
                .isEqualTo(Reason.INCOMPLETE);
        assertThat(verifier.verify(signed("exp", now + 0.5))).isInstanceOf(Verified.class);
    }

    private static String keyed(byte[] secret) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build();
        var token = new JWSObject(header, new Payload(new HashMap<>(ADA)));
        token.sign(new MACSigner(secret));
        return token.serialize();
    }
}
