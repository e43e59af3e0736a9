package dev.belfry.domain.access;

import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Refused;
import dev.belfry.domain.access.Verdict.Verified;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What is demanded of every token, whoever signed it. */
record ClaimRules(Roles roles, Clock clock) {

    /** The last second of PostgreSQL's timestamps. Beyond it a time is a mistake, and arithmetic with it overflows. */
    private static final BigDecimal END_OF_TIME = BigDecimal.valueOf(9_224_318_015_999L);

    /** The length of a name in PostgreSQL. */
    private static final int MAX_SHOWN = 63;

    Verdict judge(SignedPayload payload) {
        var fields = payload.fields();
        if (!fields.path("role").isString() || !fields.path("exp").isNumber()) {
            return new Refused(Reason.INCOMPLETE, "Fields `role` and `exp` are required in JWT");
        }
        if (fields.path("exp").decimalValue().abs().compareTo(END_OF_TIME) > 0) {
            return new Refused(Reason.NOT_ACCEPTED, "Token expiration time is invalid");
        }
        if (fields.has("iat") && !fields.path("iat").isNumber()) {
            return new Refused(Reason.NOT_ACCEPTED, "Token issue time is not a number");
        }
        if (!isStorable(fields.path("sub"))) {
            return new Refused(Reason.NOT_ACCEPTED, "Token subject is no text that PostgreSQL can hold");
        }
        var verdict = onTime(payload.claims(), fields.path("nbf"));
        return verdict instanceof Verified(var claims) && !roles.accepts(claims.role())
                ? new Refused(
                        Reason.NOT_ACCEPTED, "The role " + Foreign.shown(claims.role(), MAX_SHOWN) + " is not accepted")
                : verdict;
    }

    private static boolean isStorable(JsonNode subject) {
        return !subject.isString()
                || (subject.stringValue().indexOf('\0') < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(subject.stringValue()));
    }

    private Verdict onTime(Claims claims, JsonNode notBefore) {
        var now = clock.instant();
        if (claims.at(now) instanceof Refused expired) {
            return expired;
        }
        return isEarly(notBefore, now)
                ? new Refused(Reason.NOT_YET_VALID, "Token is not valid yet")
                : new Verified(claims);
    }

    private static boolean isEarly(JsonNode notBefore, Instant now) {
        return notBefore.isNumber() && notBefore.decimalValue().compareTo(BigDecimal.valueOf(now.getEpochSecond())) > 0;
    }
}
