package dev.belfry.domain.policy;

import java.util.Set;

/**
 * A function without parameters in SQL, such as {@code auth.uid()}.
 *
 * @param body its text as it was written
 * @param type of what it returns
 * @param callers the roles that may execute it
 * @param namers the roles that may name what is in its schema: another function's text is read as the caller, a policy is not
 */
record SqlFunction(String body, Type type, Set<String> callers, Set<String> namers) {}
