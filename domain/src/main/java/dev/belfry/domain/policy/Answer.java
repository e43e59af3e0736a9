package dev.belfry.domain.policy;

/** What PostgreSQL said about a row and a caller. */
public sealed interface Answer {

    record Visible() implements Answer {}

    record Hidden() implements Answer {}

    /**
     * A policy raised an error or took too long.
     *
     * @param why for the log: it may tell of other people's data
     */
    record Failed(String why) implements Answer {}
}
