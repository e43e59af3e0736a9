package dev.belfry.domain.access;

import java.util.Set;

/** As which database roles the bearer of a token may act. */
@FunctionalInterface
public interface Roles {

    /** Those that every portal has. */
    Set<String> USUAL = Set.of("anon", "authenticated", "service_role");

    boolean accepts(String role);
}
