package dev.belfry.domain.access;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens and API keys are believed.
 *
 * @param secret shared with whoever signs HS256, HS384 or HS512
 * @param jwks where the identity provider publishes its keys; without it only the secret counts
 * @param issuer demanded of the provider's tokens, if given
 * @param audience demanded of the provider's tokens, if given
 * @param publishableKey {@code sb_publishable_…}, stands for the role anon
 * @param secretKey {@code sb_secret_…}, stands for the role service_role
 * @param claims where the provider's tokens say who their bearer is
 */
public record TokenRules(
        String secret,
        @Nullable URI jwks,
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable String publishableKey,
        @Nullable String secretKey,
        ProviderClaims claims) {

    public TokenRules {
        requirePrefix(publishableKey, "sb_publishable_");
        requirePrefix(secretKey, "sb_secret_");
    }

    /** With a provider that says it in {@code role} and {@code sub}. */
    public TokenRules(
            String secret,
            @Nullable URI jwks,
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable String publishableKey,
            @Nullable String secretKey) {
        this(secret, jwks, issuer, audience, publishableKey, secretKey, ProviderClaims.USUAL);
    }

    public static TokenRules ofSecret(String secret) {
        return new TokenRules(secret, null, null, null, null, null);
    }

    private static void requirePrefix(@Nullable String key, String prefix) {
        if (key != null && (!key.startsWith(prefix) || key.length() == prefix.length())) {
            throw new IllegalArgumentException("The key has to start with " + prefix + " and to go on after it");
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "TokenRules[jwks=" + jwks + ", issuer=" + issuer + ", audience=" + audience + "]";
    }
}
