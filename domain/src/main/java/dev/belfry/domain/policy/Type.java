package dev.belfry.domain.policy;

import java.util.List;
import java.util.Map;

/**
 * A type of PostgreSQL, and how its values are compared.
 *
 * @param name as {@code format_type} writes it with an empty search path, without a length
 */
record Type(Kind kind, String name) {

    enum Kind {
        BOOLEAN,
        /** Whole numbers and numeric: exact. */
        NUMBER,
        /** Compared by its bytes: of a deterministic collation. */
        TEXT,
        UUID,
        /** Equal or not; its order is PostgreSQL's to know. */
        ENUM,
        JSONB,
        /** Is null or is not, and no more than that is known of its values. */
        OPAQUE,
        /** JSON that is not compared, or a domain of it: its null may be JSON's. */
        JSON
    }

    static final Type BOOLEAN = new Type(Kind.BOOLEAN, "boolean");
    static final Type TEXT = new Type(Kind.TEXT, "text");
    static final Type UUID = new Type(Kind.UUID, "uuid");
    static final Type JSONB = new Type(Kind.JSONB, "jsonb");
    static final Type INTEGER = new Type(Kind.NUMBER, "integer");
    static final Type NUMERIC = new Type(Kind.NUMBER, "numeric");

    /** Each holds the values of those before it. */
    private static final List<String> NUMBERS = List.of("smallint", "integer", "bigint", "numeric");

    private static final Map<String, Kind> KINDS = Map.of(
            "boolean", Kind.BOOLEAN,
            "text", Kind.TEXT,
            "character varying", Kind.TEXT,
            "uuid", Kind.UUID,
            "jsonb", Kind.JSONB,
            "json", Kind.JSON);

    static Type named(String name) {
        var kind = NUMBERS.contains(name) ? Kind.NUMBER : KINDS.getOrDefault(name, Kind.OPAQUE);
        return new Type(kind, name);
    }

    static Type enumeration(String name) {
        return new Type(Kind.ENUM, name);
    }

    static Type opaque(String name) {
        return new Type(Kind.OPAQUE, name);
    }

    static Type domain(String name) {
        return new Type(Kind.JSON, name);
    }

    /** Whether JSON's null looks like NULL in a row. */
    boolean isJson() {
        return kind == Kind.JSONB || kind == Kind.JSON;
    }

    /** Whether an operator of PostgreSQL compares them without a cast. */
    boolean isComparableTo(Type other) {
        return switch (kind) {
            case BOOLEAN, NUMBER, TEXT, UUID -> kind == other.kind;
            case ENUM -> equals(other);
            case JSONB, OPAQUE, JSON -> false;
        };
    }

    boolean isOrdered() {
        return kind == Kind.NUMBER || kind == Kind.UUID;
    }

    /** Whether a number of this type stays as it is in the other. */
    boolean widensTo(Type other) {
        var from = NUMBERS.indexOf(name);
        return from >= 0 && NUMBERS.indexOf(other.name) >= from;
    }
}
