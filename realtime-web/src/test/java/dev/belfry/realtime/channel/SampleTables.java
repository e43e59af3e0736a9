package dev.belfry.realtime.channel;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.metamodel.mapping.AttributeMapping;
import tools.jackson.databind.JsonNode;

/** Tables without a database: a column of each type that a filter's value is turned into. */
final class SampleTables {

    static final List<MappedTable> ALL = List.of(
            table(
                    "todos",
                    column("id", "uuid", UUID.class),
                    column("title", "text", String.class),
                    column("amount", "numeric", BigDecimal.class),
                    column("count", "int4", Integer.class),
                    column("version", "int8", long.class),
                    column("done", "bool", boolean.class),
                    column("at", "timestamptz", Instant.class),
                    column("doc", "jsonb", JsonNode.class)),
            table("notes", column("id", "uuid", UUID.class)));

    private SampleTables() {}

    private static MappedTable table(String name, MappedColumn... columns) {
        var mapped = List.of(columns);
        var catalog = mapped.stream().map(MappedColumn::column).toList();
        return new MappedTable(new Table("public", name, catalog), Object.class, mapped);
    }

    private static MappedColumn column(String name, String type, Class<?> java) {
        return new MappedColumn(
                new Column(name, type, name.equals("id")), unasked(), attribute -> null, java, false, true);
    }

    /** Only rows are read by it, and there are none. */
    private static AttributeMapping unasked() {
        return (AttributeMapping) Proxy.newProxyInstance(
                AttributeMapping.class.getClassLoader(),
                new Class<?>[] {AttributeMapping.class},
                (self, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
