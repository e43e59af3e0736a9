package dev.belfry.domain.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param type as SQL may cast to it; for a domain over one of PostgreSQL's own types that type, which everybody may name
 * @param typeName {@code pg_type.typname}, such as {@code timestamptz}
 * @param isIdentity whether it is part of the replica identity
 * @param defaultValue the expression that stands for a value which is not given, or null if that is NULL
 */
public record RelationColumn(
        String name,
        String type,
        String typeName,
        boolean isIdentity,
        @Nullable String defaultValue) {

    /** A parameter of a function, as a column of its arguments. */
    public RelationColumn(String name, String type) {
        this(name, type, type, false, null);
    }

    /** Whether arrows lead into it without a conversion. */
    public boolean isJson() {
        return type.equals("json") || type.equals("jsonb");
    }

    /** Whether it is ready for full text search. */
    public boolean isTextVector() {
        return type.equals("tsvector");
    }
}
