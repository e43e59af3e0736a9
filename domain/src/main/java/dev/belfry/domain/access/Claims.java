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
                Instant.ofEpochSecond(
                        Math.round(payload.path("exp").decimalValue().doubleValue())));
    }

    /** Whether they still hold: a token that was believed once is not for ever. */
    public Verdict at(Instant now) {
        if (expiresAt.isAfter(now)) {
            return new Verdict.Verified(this);
        }
        var seconds = now.getEpochSecond() - expiresAt.getEpochSecond();
        return new Verdict.Refused(Verdict.Reason.EXPIRED, "Token has expired " + seconds + " seconds ago");
    }

    /** Claims are personal data: a log shows the role and nothing else. */
    @Override
    public String toString() {
        return "Claims[role=" + role + "]";
    }
}
