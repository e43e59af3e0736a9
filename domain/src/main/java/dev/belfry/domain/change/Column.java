package dev.belfry.domain.change;

/**
 * A column as PostgreSQL's catalog has it.
 *
 * @param type {@code pg_type.typname}, such as {@code uuid}, {@code int4}, {@code _text}
 * @param key whether it is part of the primary key
 * @param identity whether it is part of the replica identity: what PostgreSQL tells of an old row
 */
public record Column(String name, String type, boolean key, boolean identity) {

    /** A column of a table whose replica identity is the primary key, as is the default. */
    public Column(String name, String type, boolean key) {
        this(name, type, key, key);
    }
}
