package dev.belfry.realtime.rows.sql;

/** How all rows that match are counted, beside those of the page. */
public enum Counting {
    NONE,
    EXACT,
    /** By the planner's guess. */
    PLANNED,
    /** Exactly if they are few. */
    ESTIMATED
}
