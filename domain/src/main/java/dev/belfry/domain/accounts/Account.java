package dev.belfry.domain.accounts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody who can sign in at the development sign-in. Holds no password. */
public record Account(UUID id, String email, String name, List<String> groups, Instant createdAt) {

    public Account {
        groups = List.copyOf(groups);
    }
}
