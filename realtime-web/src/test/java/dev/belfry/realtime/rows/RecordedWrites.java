package dev.belfry.realtime.rows;

import dev.belfry.domain.capture.WriteListener;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import java.util.HashMap;
import java.util.Map;

/** A copy of tables that is made of nothing but what is announced of them. Requests come one at a time. */
final class RecordedWrites implements WriteListener {

    private final Map<String, Map<Row, Row>> tables = new HashMap<>();
    private boolean isListening;

    void listen(boolean listens) {
        isListening = listens;
    }

    /** The rows of a table by their keys, as far as they were announced. */
    Map<Row, Row> of(String table) {
        return tables.computeIfAbsent(table, ignored -> new HashMap<>());
    }

    @Override
    public boolean isListening() {
        return isListening;
    }

    @Override
    public void inserted(Table table, Row row) {
        if (of(table.toString()).put(row.only(table.key()), row) != null) {
            throw new IllegalStateException("inserted twice: " + row);
        }
    }

    @Override
    public void updated(Table table, Row row, Row old) {
        var before = of(table.toString()).remove(old.only(table.key()));
        if (before == null || !before.equals(old)) {
            throw new IllegalStateException("updated from " + old + ", which was " + before);
        }
        of(table.toString()).put(row.only(table.key()), row);
    }

    @Override
    public void deleted(Table table, Row old) {
        var before = of(table.toString()).remove(old.only(table.key()));
        if (before == null || !before.equals(old)) {
            throw new IllegalStateException("deleted " + old + ", which was " + before);
        }
    }
}
