package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/** A row of four columns, held against filters, and written as a change. */
@State(Scope.Benchmark)
public class ChangeBenchmark {

    private static final Table TABLE = new Table(
            "public",
            "ticks",
            List.of(
                    new Column("n", "int8", true),
                    new Column("created_by", "uuid", false),
                    new Column("note", "text", false),
                    new Column("at", "timestamptz", false)));

    private final Row row = row("{\"n\":12345678,\"created_by\":\"aaaaaaaa-0000-4000-8000-000000000001\","
            + "\"note\":\"some text of a row\",\"at\":\"2026-01-02T03:04:05.123456+00:00\"}");
    private final Change insert = new Change.Insert(TABLE, row, Instant.EPOCH, Position.START);
    private final Filter equal = filter("created_by=eq.aaaaaaaa-0000-4000-8000-000000000001");
    private final Filter several = filter("n=gt.5,or(note.like.some%,at.gt.2026-06-01)");

    @Benchmark
    public boolean equalUuid() {
        return equal.matches(row);
    }

    @Benchmark
    public boolean severalConditions() {
        return several.matches(row);
    }

    @Benchmark
    public String write() {
        return new ChangeJson(insert).get();
    }

    private static Filter filter(String text) {
        try {
            return new TypedFilter(TABLE).of(FilterText.parse(text));
        } catch (UnusableBinding | TypedFilter.Objection e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Row row(String json) {
        var values = new LinkedHashMap<String, JsonNode>();
        Json.MAPPER.readTree(json).forEachEntry(values::put);
        return new Row(values);
    }
}
