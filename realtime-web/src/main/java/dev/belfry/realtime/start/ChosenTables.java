package dev.belfry.realtime.start;

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

    @Override
    public List<Table> now() {
        return chosen.is(Source.WAL) ? wal.tables().now() : ofEntities();
    }

    @Override
    public List<Table> reread() {
        return chosen.is(Source.WAL) ? wal.tables().reread() : ofEntities();
    }

    private List<Table> ofEntities() {
        return mapped.all().stream().map(MappedTable::table).toList();
    }
}
