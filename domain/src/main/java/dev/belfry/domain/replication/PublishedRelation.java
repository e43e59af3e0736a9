package dev.belfry.domain.replication;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.replication.PgOutputMessage.Attribute;
import dev.belfry.domain.replication.PgOutputMessage.Identity;
import dev.belfry.domain.replication.PgOutputMessage.OldRow;
import dev.belfry.domain.replication.PgOutputMessage.Relation;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A table as the log describes it until it describes it anew; makes rows, which share its names. */
final class PublishedRelation {

    private final Relation told;
    private final boolean hasComposites;
    private final Table table;
    private final List<String> names;
    private final Conversion[] conversions;

    /** Of the columns of the replica identity. */
    private final int[] identity;

    private final List<String> identityNames;

    private PublishedRelation(
            Relation told, boolean hasComposites, Table table, Conversion[] conversions, int[] identity) {
        this.told = told;
        this.hasComposites = hasComposites;
        this.table = table;
        this.names = table.columns().stream().map(Column::name).toList();
        this.conversions = conversions;
        this.identity = identity;
        this.identityNames = IntStream.of(identity).mapToObj(names::get).toList();
    }

    static PublishedRelation of(Relation relation, Types types, Catalog catalog) throws SQLException {
        var attributes = relation.attributes();
        var key = primaryKey(relation, catalog);
        var columns = new Column[attributes.size()];
        var conversions = new Conversion[columns.length];
        var hasComposites = false;
        for (var i = 0; i < columns.length; i++) {
            var attribute = attributes.get(i);
            var type = types.of(attribute.type());
            columns[i] =
                    new Column(attribute.name(), type.name(), key.contains(attribute.name()), attribute.inIdentity());
            conversions[i] = type.conversion();
            hasComposites |= type.hasComposites();
        }
        var identity = IntStream.range(0, columns.length)
                .filter(i -> attributes.get(i).inIdentity())
                .toArray();
        return new PublishedRelation(
                relation,
                hasComposites,
                new Table(relation.schema(), relation.name(), List.of(columns)),
                conversions,
                identity);
    }

    /** By default the identity is the primary key, and the log knows it as it was then: the catalog may be ahead. */
    private static Set<String> primaryKey(Relation relation, Catalog catalog) throws SQLException {
        if (relation.identity() == Identity.DEFAULT) {
            var key = relation.attributes().stream()
                    .filter(Attribute::inIdentity)
                    .map(Attribute::name)
                    .collect(Collectors.toSet());
            if (!key.isEmpty()) {
                return key;
            }
        }
        return catalog.primaryKey(relation.id());
    }

    /** As the log has described it. */
    Relation told() {
        return told;
    }

    /** Whether values depend on types that may be altered without a word in the log. */
    boolean hasComposites() {
        return hasComposites;
    }

    Table table() {
        return table;
    }

    /** A new row. What a statement has not touched comes from the old one, or is absent. */
    Row row(List<Field> fields, @Nullable OldRow old) {
        var values = new @Nullable JsonNode[conversions.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = value(i, fields);
        }
        switch (old) {
            case OldRow.Whole whole -> fill(values, fields, whole.fields());
            case null -> {}
            case OldRow.KeyOnly ignored -> {}
        }
        return new Row(names, values);
    }

    private void fill(@Nullable JsonNode[] values, List<Field> fields, List<Field> old) {
        for (var i = 0; i < values.length; i++) {
            if (fields.get(i) == Field.Empty.UNCHANGED) {
                values[i] = value(i, old);
            }
        }
    }

    /** What is known of an old row. */
    Row old(OldRow old) {
        return switch (old) {
            case OldRow.Whole whole -> row(whole.fields(), null);
            case OldRow.KeyOnly key -> identity(key.fields());
        };
    }

    /** The columns of a row that identify it. */
    Row identity(List<Field> fields) {
        var values = new @Nullable JsonNode[identity.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = value(identity[i], fields);
        }
        return new Row(identityNames, values);
    }

    private @Nullable JsonNode value(int column, List<Field> fields) {
        return switch (fields.get(column)) {
            case Field.Text text -> conversions[column].json(text.value());
            case Field.Empty.NULL -> NullNode.getInstance();
            case Field.Empty.UNCHANGED -> null;
        };
    }
}
