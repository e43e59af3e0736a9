package dev.belfry.domain.replication;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The types that have shown up, by their ids, and how each becomes JSON. */
final class Types {

    /** Its name is a domain's own, its conversion the base type's. */
    record Known(String name, Conversion conversion) {}

    private final Catalog catalog;
    private final Map<Integer, Known> known = new HashMap<>();
    private final Map<Integer, String> told = new HashMap<>();

    Types(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What the log says of a type before a table that uses it: its name, of a domain the base type's. It may be gone meanwhile. */
    void told(PgOutputMessage.TypeName type) {
        told.put(type.id(), type.name());
        known.remove(type.id()); // it may have another name now
    }

    Known of(int id) throws SQLException {
        var cached = known.get(id);
        if (cached != null) {
            return cached;
        }
        var found = read(id);
        known.put(id, found);
        return found;
    }

    private Known read(int id) throws SQLException {
        var row = catalog.type(id);
        if (row.isEmpty()) {
            return new Known(told.getOrDefault(id, "unknown"), Conversion.TEXT);
        }
        var type = row.get();
        return new Known(type.name(), conversion(type));
    }

    private Conversion conversion(Catalog.TypeRow type) throws SQLException {
        if (type.base() != 0) {
            return of(type.base()).conversion();
        }
        if (type.element() != 0) {
            return ArrayText.of(of(type.element()).conversion(), type.delimiter())
                    .orText();
        }
        return type.builtIn() ? Conversion.ofBuiltIn(type.name()).orText() : Conversion.TEXT;
    }
}
