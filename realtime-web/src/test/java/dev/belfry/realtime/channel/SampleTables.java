package dev.belfry.realtime.channel;

import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Table;
import java.util.List;

/** Tables without a database: a column of each type that a filter's value is turned into. */
final class SampleTables {

    static final AnnouncedTables ALL = announced(
            table(
                    "todos",
                    column("id", "uuid"),
                    column("title", "text"),
                    column("amount", "numeric"),
                    column("count", "int4"),
                    column("version", "int8"),
                    column("done", "bool"),
                    column("at", "timestamptz"),
                    column("doc", "jsonb")),
            table("notes", column("id", "uuid")));

    private SampleTables() {}

    static AnnouncedTables announced(Table... tables) {
        return new AnnouncedTables() {
            @Override
            public List<Table> now() {
                return List.of(tables);
            }

            @Override
            public List<Table> reread() {
                return now();
            }
        };
    }

    private static Table table(String name, Column... columns) {
        return new Table("public", name, List.of(columns));
    }

    private static Column column(String name, String type) {
        return new Column(name, type, name.equals("id"));
    }
}
