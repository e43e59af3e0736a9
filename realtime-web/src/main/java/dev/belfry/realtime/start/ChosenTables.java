package dev.belfry.realtime.start;

import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.MappedTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.util.List;

/** The tables that the chosen source announces. */
@ApplicationScoped
@Typed(ChosenTables.class)
public class ChosenTables implements AnnouncedTables {

    @Inject
    MappedTables mapped;

    @Override
    public List<Table> now() {
        return mapped.all().stream().map(MappedTable::table).toList();
    }

    @Override
    public List<Table> reread() {
        return now();
    }
}
