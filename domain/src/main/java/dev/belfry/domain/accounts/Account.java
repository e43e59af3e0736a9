package dev.belfry.domain.accounts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who can sign in at the development sign-in. Holds no password.
 *
 * @param role the database role that the account's tokens name
 * @param appMetadata what only the service role may change, as the groups
 * @param userMetadata what the user may change
 */
public record Account(
        UUID id,
        String role,
        @Nullable String email,
        @Nullable String phone,
        ObjectNode appMetadata,
        ObjectNode userMetadata,
        boolean isAnonymous,
        Times times) {

    /** When what happened to an account; null if it has not. */
    public record Times(
            Instant created,
            Instant updated,
            @Nullable Instant emailConfirmed,
            @Nullable Instant phoneConfirmed,
            @Nullable Instant lastSignIn,
            @Nullable Instant bannedUntil,
            @Nullable Instant deleted) {

        /** The earlier of the two confirmations. */
        public @Nullable Instant confirmed() {
            return Stream.of(emailConfirmed, phoneConfirmed)
                    .flatMap(Stream::ofNullable)
                    .min(Instant::compareTo)
                    .orElse(null);
        }
    }

    /** The groups that policies ask for, as {@code auth.jwt() -> 'groups' ? 'admin'}. */
    public List<String> groups() {
        return StreamSupport.stream(appMetadata.path("groups").spliterator(), false)
                .flatMap(group -> group.stringValueOpt().stream())
                .toList();
    }

    public boolean isBanned(Instant now) {
        return times.bannedUntil() != null && times.bannedUntil().isAfter(now);
    }
}
