package dev.belfry.domain.accounts;

import dev.belfry.domain.change.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An account that is to be made.
 *
 * @param email in small letters
 * @param password null if nobody is to sign in with one
 */
public record NewAccount(
        UUID id,
        String role,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String password,
        ObjectNode appMetadata,
        ObjectNode userMetadata,
        boolean emailConfirmed,
        boolean phoneConfirmed) {

    /** One of somebody who signs up. No mail is sent, so the address counts as confirmed. */
    public static NewAccount signingUp(String email, String password, ObjectNode userMetadata) {
        return new NewAccount(
                UUID.randomUUID(),
                "authenticated",
                email,
                null,
                password,
                byProvider("email"),
                userMetadata,
                true,
                false);
    }

    /** Metadata of an account that signs in with one of {@code email} and {@code phone}. */
    public static ObjectNode byProvider(String provider) {
        var metadata = Json.MAPPER.createObjectNode().put("provider", provider);
        metadata.putArray("providers").add(provider);
        return metadata;
    }
}
