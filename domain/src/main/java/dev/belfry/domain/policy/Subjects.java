package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import org.jspecify.annotations.Nullable;

/** By what callers are found whom a row names. */
public final class Subjects {

    private Subjects() {}

    /** The caller's {@code sub} in lower case; null if it is no UUID, so that each row has to be looked at. */
    public static @Nullable String key(Claims caller) {
        var subject = caller.subject();
        return subject != null && Term.Cast.of(subject, Type.Kind.UUID) instanceof String key ? key : null;
    }
}
