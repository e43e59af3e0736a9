package dev.belfry.domain.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an identity provider's tokens say who their bearer is, if not in {@code role} and {@code sub}. A token is translated before it is
 * judged, so that policies, {@code auth.role()} and {@code auth.uid()} read what they always read.
 *
 * @param role the claim with the role or with a list of roles, as {@code realm_access.roles}; {@code role} if null
 * @param defaultRole of a user whose token names none that is accepted; null if such a user is refused
 * @param subject the claim with the user's id; {@code sub} if null
 */
public record ProviderClaims(
        @Nullable String role,
        @Nullable String defaultRole,
        @Nullable String subject) {

    static final ProviderClaims USUAL = new ProviderClaims(null, null, null);

    /** The token as if the provider had written it for us; it may still lack a role, or a user. */
    SignedPayload translate(SignedPayload payload, Roles roles) {
        if (equals(USUAL) || !payload.fields().isObject()) {
            return payload;
        }
        var translated = (ObjectNode) payload.fields().deepCopy();
        translateRole(payload.fields(), translated, roles);
        if (subject != null) {
            put(translated, "sub", at(payload.fields(), subject).filter(JsonNode::isString));
        }
        return translated.equals(payload.fields()) ? payload : new SignedPayload(translated.toString(), translated);
    }

    private void translateRole(JsonNode token, ObjectNode translated, Roles roles) {
        if (role == null && token.has("role") && defaultRole == null) {
            return;
        }
        var named = at(token, role == null ? "role" : role)
                .map(ProviderClaims::texts)
                .orElse(List.of());
        if (role == null && named.contains(ProviderRules.SERVICE_ROLE)) {
            return; // refused later, and not made something else
        }
        var accepted = named.stream()
                .filter(name -> !name.equals(ProviderRules.SERVICE_ROLE) && roles.accepts(name))
                .findFirst()
                .or(() -> Optional.ofNullable(defaultRole));
        if (accepted.isPresent()) {
            translated.put("role", accepted.get());
        } else if (role != null) {
            translated.remove("role");
        }
    }

    private static void put(ObjectNode fields, String name, Optional<JsonNode> value) {
        value.ifPresentOrElse(found -> fields.set(name, found), () -> fields.remove(name));
    }

    private static List<String> texts(JsonNode claim) {
        return claim.isArray()
                ? claim.valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .toList()
                : claim.isString() ? List.of(claim.stringValue()) : List.of();
    }

    /**
     * What stands at a path of member names with dots between them. Names may have dots themselves, as {@code https://portal.example/roles}
     * has: the longest name that is there counts.
     */
    private static Optional<JsonNode> at(JsonNode fields, String path) {
        if (fields.has(path)) {
            return Optional.of(fields.get(path));
        }
        for (var dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            var inner = fields.path(path.substring(0, dot));
            if (inner.isObject()) {
                var found = at(inner, path.substring(dot + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a token that was translated, if it lacks what it should have. */
    Optional<String> lack(JsonNode translated) {
        if (role != null && !translated.has("role")) {
            return Optional.of(
                    "Token names no accepted role in `" + role + "`, and there is no BELFRY_JWT_DEFAULT_ROLE");
        }
        return subject != null && !translated.has("sub")
                ? Optional.of("Token names no user in `" + subject + "`")
                : Optional.empty();
    }
}
