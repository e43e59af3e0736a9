package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By what callers are found whom a row names. */
public final class Subjects {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Subjects() {}

    /** The caller's {@code sub} in lower case; null if it is no UUID, so that each row has to be looked at. */
    public static @Nullable String key(Claims caller) {
        var subject = caller.subject();
        return subject != null && UUID.matcher(subject).matches() ? subject.toLowerCase(Locale.ROOT) : null;
    }
}
