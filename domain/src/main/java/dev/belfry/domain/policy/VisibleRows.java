package dev.belfry.domain.policy;

import dev.belfry.domain.access.CallerTransaction;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.domain.change.Identifiers;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Rows of any table as they are now, read as a caller: privileges and policies decide. */
@ApplicationScoped
public class VisibleRows {

    @Inject
    CallerTransaction transaction;

    /**
     * The row of that key; empty if the caller sees none, and if a policy raises an error: more than that is not told. Blocks for a round
     * trip, or for ten seconds if policies are slow.
     *
     * @param columns that are read; the caller may read them
     * @param key a value for each column of the primary key
     * @throws DatabaseAway if it is not to be had now
     */
    public Optional<Row> find(Table table, Collection<String> columns, Row key, Claims caller) {
        var wanted = columns.stream()
                .map(column -> "t." + Identifiers.quoted(column))
                .collect(Collectors.joining(", "));
        var select = "select cast(to_jsonb(seen) as text) from (select " + wanted + " from "
                + PolicyQuestions.name(table) + " t where " + byKey(table) + ") seen";
        var json = PolicyQuestions.json(table, key);
        try {
            return transaction.as(caller, entities -> {
                List<?> found = entities.createNativeQuery(select, String.class)
                        .setParameter("key", json)
                        .getResultList();
                return found.stream().findFirst().map(seen -> row(table, String.valueOf(seen)));
            });
        } catch (RuntimeException e) {
            if (DatabaseAway.isCauseOf(e)) {
                throw new DatabaseAway(e);
            }
            return Optional.empty();
        }
    }

    /** The condition on {@code t}: the key is a parameter, a JSON object. */
    static String byKey(Table table) {
        var typed = "jsonb_populate_record(null::" + PolicyQuestions.name(table) + ", cast(:key as jsonb))";
        return table.key().stream()
                .map(column -> Identifiers.quoted(column.name()))
                .map(column -> "t." + column + " = (" + typed + ")." + column)
                .collect(Collectors.joining(" and "));
    }

    private static Row row(Table table, String json) {
        var object = Json.MAPPER.readTree(json);
        var values = new LinkedHashMap<String, JsonNode>();
        for (var column : table.columns()) {
            if (object.has(column.name())) {
                values.put(column.name(), object.get(column.name()));
            }
        }
        return new Row(values);
    }
}
