package dev.belfry.domain.change;

import java.util.List;

/** The tables whose changes are announced, as the source of changes knows them. */
public interface AnnouncedTables {

    /** As they were last read; costs nothing. */
    List<Table> now();

    /** As they are in the database, with all that was committed before the call; blocks for a round trip, a tenth of a second at most if many ask. */
    List<Table> reread();
}
