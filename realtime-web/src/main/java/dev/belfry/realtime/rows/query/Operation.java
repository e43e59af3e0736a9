package dev.belfry.realtime.rows.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of a value. */
public sealed interface Operation {

    /** The operators that stand between a value and another, in PostgREST's words and in SQL. */
    enum Operator {
        EQ("=", true),
        NEQ("<>", false),
        GT(">", true),
        GTE(">=", true),
        LT("<", true),
        LTE("<=", true),
        LIKE("like", true),
        ILIKE("ilike", true),
        MATCH("~", true),
        IMATCH("~*", true),
        CS("@>", false),
        CD("<@", false),
        OV("&&", false),
        SL("<<", false),
        SR(">>", false),
        NXR("&<", false),
        NXL("&>", false),
        ADJ("-|-", false);

        private final String sql;
        private final boolean isQuantifiable;

        Operator(String sql, boolean isQuantifiable) {
            this.sql = sql;
            this.isQuantifiable = isQuantifiable;
        }

        public String sql() {
            return sql;
        }

        boolean isQuantifiable() {
            return isQuantifiable;
        }

        /** Whether an asterisk stands for the percent sign, which a URL has to escape. */
        public boolean isOfPattern() {
            return this == LIKE || this == ILIKE;
        }
    }

    /** Whether one or all of several values must do. */
    enum Quantifier {
        ANY,
        ALL
    }

    /** @param value of several, a literal of PostgreSQL: {@code {a,b}} */
    record Comparison(Operator operator, @Nullable Quantifier quantifier, String value) implements Operation {}

    record Distinct(String value) implements Operation {}

    record OneOf(List<String> values) implements Operation {}

    /** What a value may be that is compared to none. */
    enum State {
        NULL("null"),
        NOT_NULL("not null"),
        TRUE("true"),
        FALSE("false"),
        UNKNOWN("unknown");

        private final String sql;

        State(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }

    record Is(State state) implements Operation {}

    /** The functions that make a query of full text search of a text. */
    enum Search {
        FTS("to_tsquery"),
        PLFTS("plainto_tsquery"),
        PHFTS("phraseto_tsquery"),
        WFTS("websearch_to_tsquery");

        private final String function;

        Search(String function) {
            this.function = function;
        }

        public String function() {
            return function;
        }
    }

    record Searched(Search search, @Nullable String configuration, String query) implements Operation {}
}
