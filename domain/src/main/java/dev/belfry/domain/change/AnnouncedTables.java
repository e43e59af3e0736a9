package dev.belfry.domain.change;

import java.util.List;

/** The tables whose changes are announced, as the source of changes knows them. */
public interface AnnouncedTables {

    /** As they were last read; costs nothing. */
    List<Table> now();

    /** As they are in the database; blocks for a round trip, unless they were read a moment ago. */
    List<Table> reread();
}
