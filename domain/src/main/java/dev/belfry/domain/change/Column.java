package dev.belfry.domain.change;

/**
 * A column as PostgreSQL's catalog has it.
 *
 * @param type {@code pg_type.typname}, such as {@code uuid}, {@code int4}, {@code _text}
 * @param key whether it is part of the primary key
 */
public record Column(String name, String type, boolean key) {}
