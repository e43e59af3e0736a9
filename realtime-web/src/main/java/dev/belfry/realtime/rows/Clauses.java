package dev.belfry.realtime.rows;

import java.util.List;
import java.util.stream.Stream;

/** What a request asks of the rows of one table: the one that it is about, or one that is embedded in it. */
record Clauses(List<Condition> conditions, List<Ordering> order, Page page) {

    static final Clauses NONE = new Clauses(List.of(), List.of(), Page.ALL);

    Clauses and(Condition condition) {
        return new Clauses(
                Stream.concat(conditions.stream(), Stream.of(condition)).toList(), order, page);
    }

    Clauses in(List<Ordering> ordered) {
        return new Clauses(conditions, ordered, page);
    }

    Clauses on(Page which) {
        return new Clauses(conditions, order, which);
    }
}
