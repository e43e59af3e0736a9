package dev.belfry.domain.policy;

/**
 * A function without parameters in SQL, such as {@code auth.uid()}.
 *
 * @param body its text as it was written
 * @param type of what it returns
 */
record SqlFunction(String body, Type type) {}
