package dev.belfry.domain.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who a verified token says that its bearer is. Two tokens with the same claims are one identity.
 *
 * @param json the token's payload as it came, for {@code request.jwt.claims}
 * @param role the database role that the bearer acts as
 * @param subject the user's id, absent in API keys
 */
public record Claims(String json, String role, @Nullable String subject, Instant expiresAt) {

    static Claims of(String json, JsonNode payload) {
        var subject = payload.path("sub");
        return new Claims(
                json,
                payload.path("role").asString(),
                subject.isString() ? subject.asString() : null,
                Instant.ofEpochSecond(Math.round(payload.path("exp").asDouble())));
    }

    /** Claims are personal data: a log shows the role and nothing else. */
    @Override
    public String toString() {
        return "Claims[role=" + role + "]";
    }
}
