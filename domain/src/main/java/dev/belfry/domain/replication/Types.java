package dev.belfry.domain.replication;

import dev.belfry.domain.replication.Catalog.AttributeRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types that have shown up, by their ids, and how each becomes JSON. */
final class Types {

    /**
     * A domain has its own name, and the conversion of its base type.
     *
     * @param within how it is converted inside of a composite
     * @param hasComposites whether it is one, or made from one
     */
    record Known(String name, Conversion conversion, Conversion within, boolean hasComposites) {

        private static Known of(String name, Conversion conversion) {
            return new Known(name, conversion, conversion, false);
        }

        private Known named(String other) {
            return new Known(other, conversion, within, hasComposites);
        }
    }

    private final Catalog catalog;
    private final Map<Integer, Known> known = new HashMap<>();
    private final Map<Integer, String> told = new HashMap<>();
    private final Map<Integer, List<AttributeRow>> composites = new HashMap<>();
    private int writer;
    private boolean unclear;

    Types(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What the log says of a type before a table that uses it: its name, of a domain the base type's. It may be gone meanwhile. */
    void told(PgOutputMessage.TypeName type) {
        told.put(type.id(), type.name());
        known.remove(type.id()); // it may have another name now
    }

    /** Which transaction has written the values that come next. */
    void writtenBy(int transaction) {
        writer = transaction;
    }

    /** Whether a composite has been altered since it was read, or could not be read for the transaction of that time. */
    boolean areStale() throws SQLException {
        return unclear || !catalog.attributes(composites.keySet()).equals(composites);
    }

    void forget() {
        known.clear();
        composites.clear();
        unclear = false;
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
        return row.isEmpty() ? Known.of(told.getOrDefault(id, "unknown"), Conversion.TEXT) : known(row.get());
    }

    private Known known(Catalog.TypeRow type) throws SQLException {
        if (type.base() != 0) {
            return of(type.base()).named(type.name());
        }
        if (type.element() != 0) {
            var element = of(type.element());
            return new Known(
                    type.name(),
                    ArrayText.of(element.conversion(), type.delimiter()).orText(),
                    ArrayText.of(element.within(), type.delimiter()).orText(),
                    element.hasComposites());
        }
        if (type.attributes() != 0) {
            var conversion = composite(type.attributes());
            return new Known(type.name(), conversion, conversion, true);
        }
        if (type.hstore()) {
            return Known.of(type.name(), Conversion.HSTORE.orText());
        }
        return type.builtIn() ? builtIn(type.name()) : Known.of(type.name(), Conversion.TEXT);
    }

    /** Bytes of a column have no prefix (protocol §3.7); inside of a composite they are as {@code to_jsonb} has them. */
    private static Known builtIn(String name) {
        var conversion = Conversion.ofBuiltIn(name).orText();
        return new Known(name, conversion, name.equals("bytea") ? Conversion.TEXT : conversion, false);
    }

    /**
     * Attributes that came later stand at the end, and are missing in older texts. One that was dropped later was in them, and
     * nobody knows its type any more: then the text stays text.
     */
    private Conversion composite(int id) throws SQLException {
        var rows = catalog.attributes(Set.of(id)).getOrDefault(id, List.of());
        var before = composites.put(id, rows);
        unclear |= before != null && !before.equals(rows); // other tables may still go by that
        if (rows.stream()
                .anyMatch(row -> row.dropped() && row.writer() - writer >= 0)) { // ids of transactions come round
            unclear = true;
            return Conversion.TEXT;
        }
        var attributes = new ArrayList<CompositeText.Attribute>();
        for (var row : rows) {
            if (!row.dropped()) {
                attributes.add(
                        new CompositeText.Attribute(row.name(), of(row.type()).within()));
            }
        }
        return CompositeText.of(attributes).orText();
    }
}
