package dev.belfry.realtime.rows.query;

/** A function of all values of a group. */
public enum Aggregate {
    SUM,
    AVG,
    COUNT,
    MAX,
    MIN;

    /** Its name in a request, in SQL, and in an answer that gives it no other. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
