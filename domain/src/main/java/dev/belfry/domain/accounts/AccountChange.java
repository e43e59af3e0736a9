package dev.belfry.domain.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to change in an account; null is what stays as it is.
 *
 * @param email in small letters
 * @param appMetadata merged into what is there; a null in it takes the key away
 * @param userMetadata likewise
 * @param ban from now on; zero ends one
 */
public record AccountChange(
        @Nullable String role,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String password,
        @Nullable ObjectNode appMetadata,
        @Nullable ObjectNode userMetadata,
        boolean emailConfirmed,
        boolean phoneConfirmed,
        @Nullable Duration ban) {}
