package dev.belfry.domain.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API keys that say nothing by themselves: each stands for a role. */
record OpaqueKeys(@Nullable String publishable, @Nullable String secret) {

    static final String PREFIX = "sb_";

    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
    private static final Claims ANON = claimsOf("anon");
    private static final Claims SERVICE = claimsOf(ProviderRules.SERVICE_ROLE);

    Optional<Claims> claims(String key) {
        if (isSame(publishable, key)) {
            return Optional.of(ANON);
        }
        return isSame(secret, key) ? Optional.of(SERVICE) : Optional.empty();
    }

    /** Takes as long for a key that is nearly right as for any other. */
    private static boolean isSame(@Nullable String configured, String key) {
        return configured != null && MessageDigest.isEqual(configured.getBytes(UTF_8), key.getBytes(UTF_8));
    }

    private static Claims claimsOf(String role) {
        return new Claims("{\"role\":\"" + role + "\"}", role, null, NEVER);
    }

    @Override
    public String toString() {
        return "OpaqueKeys";
    }
}
