package dev.belfry.domain.access;

import dev.belfry.domain.change.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who a verified token says that its bearer is. Two tokens with the same claims are one identity. */
public final class Claims {

    private final String json;
    private final String role;
    private final @Nullable String subject;
    private final Instant expiresAt;
    private volatile @Nullable JsonNode payload;

    /**
     * @param json the token's payload as it came, for {@code request.jwt.claims}
     * @param role the database role that the bearer acts as
     * @param subject the user's id, absent in API keys
     */
    public Claims(String json, String role, @Nullable String subject, Instant expiresAt) {
        this.json = json;
        this.role = role;
        this.subject = subject;
        this.expiresAt = expiresAt;
    }

    static Claims of(String json, JsonNode payload) {
        var subject = payload.path("sub");
        var claims = new Claims(
                json,
                payload.path("role").asString(),
                subject.isString() ? subject.asString() : null,
                Instant.ofEpochSecond(
                        Math.round(payload.path("exp").decimalValue().doubleValue())));
        claims.payload = payload;
        return claims;
    }

    public String json() {
        return json;
    }

    public String role() {
        return role;
    }

    public @Nullable String subject() {
        return subject;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** The token's payload, read. */
    public JsonNode payload() {
        var read = payload;
        if (read == null) {
            read = Json.MAPPER.readTree(json);
            payload = read;
        }
        return read;
    }

    /** Whether they still hold: a token that was believed once is not for ever. */
    public Verdict at(Instant now) {
        if (expiresAt.isAfter(now)) {
            return new Verdict.Verified(this);
        }
        var seconds = now.getEpochSecond() - expiresAt.getEpochSecond();
        return new Verdict.Refused(Verdict.Reason.EXPIRED, "Token has expired " + seconds + " seconds ago");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Claims claims
                        && json.equals(claims.json)
                        && role.equals(claims.role)
                        && Objects.equals(subject, claims.subject)
                        && expiresAt.equals(claims.expiresAt));
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Claims are personal data: a log shows the role and nothing else. */
    @Override
    public String toString() {
        return "Claims[role=" + role + "]";
    }
}
