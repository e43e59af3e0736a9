package dev.belfry.domain.access;

import dev.belfry.domain.access.Verdict.Reason;
import dev.belfry.domain.access.Verdict.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is demanded of the identity provider's tokens besides: it speaks for users, to us, and never for the service. */
record ProviderRules(@Nullable String issuer, @Nullable String audience, ProviderClaims claims) {

    static final String SERVICE_ROLE = "service_role";

    Optional<Refused> objection(JsonNode fields) {
        if (issuer != null && !says(fields.path("iss"), issuer)) {
            return refused("Token issuer is not accepted");
        }
        if (audience != null && !names(fields.path("aud"), audience)) {
            return refused("Token audience is not accepted");
        }
        return says(fields.path("role"), SERVICE_ROLE)
                ? refused("The role service_role is not accepted from the identity provider")
                : Optional.empty();
    }

    /** @return a token that is to be judged, or why it is not */
    Translated translate(SignedPayload payload, Roles roles) {
        var translated = claims.translate(payload, roles);
        return claims.lack(translated.fields())
                .<Translated>map(lack -> new Translated.Lacking(new Refused(Reason.INCOMPLETE, lack)))
                .orElseGet(() -> new Translated.Complete(translated));
    }

    sealed interface Translated {

        record Complete(SignedPayload payload) implements Translated {}

        record Lacking(Refused why) implements Translated {}
    }

    private static boolean names(JsonNode audiences, String audience) {
        return audiences.isArray()
                ? audiences.valueStream().anyMatch(one -> says(one, audience))
                : says(audiences, audience);
    }

    private static boolean says(JsonNode field, String text) {
        return field.isString() && field.asString().equals(text);
    }

    private static Optional<Refused> refused(String detail) {
        return Optional.of(new Refused(Reason.NOT_ACCEPTED, detail));
    }
}
