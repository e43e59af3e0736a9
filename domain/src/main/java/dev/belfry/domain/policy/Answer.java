package dev.belfry.domain.policy;

/** What PostgreSQL said about a row and a caller. */
public sealed interface Answer {

    record Visible() implements Answer {}

    record Hidden() implements Answer {}

    /**
     * A policy raised an error or took too long.
     *
     * @param code what happened, without anybody's data: {@code SQLSTATE 22012}
     */
    record Failed(String code) implements Answer {}
}
