package dev.belfry.domain.catalog;

import dev.belfry.domain.change.Identifiers;

/** The name of a relation, function or type within its schema, as the catalog writes it. */
public record QualifiedName(String schema, String name) {

    /** The name as SQL takes it, whatever its characters are. */
    public String sql() {
        return Identifiers.quoted(schema) + "." + Identifiers.quoted(name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
