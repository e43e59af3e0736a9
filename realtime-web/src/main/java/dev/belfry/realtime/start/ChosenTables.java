package dev.belfry.realtime.start;

import dev.belfry.domain.catalog.Catalogs;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.MappedTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/** The tables that the chosen source announces: those of the publication, or those of the entities. */
@ApplicationScoped
@Typed(ChosenTables.class)
public class ChosenTables implements AnnouncedTables {

    @Inject
    ChosenSource chosen;

    @Inject
    WalSource wal;

    @Inject
    MappedTables mapped;

    @Inject
    Catalogs catalogs;

    @Override
    public List<Table> now() {
        return chosen.is(Source.WAL) ? wal.tables().now() : written();
    }

    @Override
    public List<Table> reread() {
        return chosen.is(Source.WAL) ? wal.tables().reread() : written();
    }

    /** What this application can write: by rows over HTTP, or through its entities. */
    private List<Table> written() {
        var tables = new LinkedHashMap<String, Table>();
        for (var relation : relations()) {
            if (relation.kind() == Relation.Kind.TABLE && !relation.key().isEmpty()) {
                tables.put(relation.name().toString(), relation.table());
            }
        }
        mapped.all().stream().map(MappedTable::table).forEach(table -> tables.put(table.toString(), table));
        return List.copyOf(tables.values());
    }

    private Collection<Relation> relations() {
        try {
            return catalogs.current().relations().values();
        } catch (SQLException e) {
            return List.of(); // the database is away, and so nobody writes
        }
    }
}
