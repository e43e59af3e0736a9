package dev.belfry.realtime.rows;

import java.util.Arrays;
import java.util.Optional;

/** The operators that stand between a column and one value, as PostgREST names them. */
enum Operator {
    EQ("eq", "="),
    NEQ("neq", "<>"),
    GT("gt", ">"),
    GTE("gte", ">="),
    LT("lt", "<"),
    LTE("lte", "<="),
    LIKE("like", "like"),
    ILIKE("ilike", "ilike"),
    MATCH("match", "~"),
    IMATCH("imatch", "~*"),
    IS_DISTINCT("isdistinct", "is distinct from"),
    CONTAINS("cs", "@>"),
    CONTAINED("cd", "<@"),
    OVERLAPS("ov", "&&"),
    LEFT_OF("sl", "<<"),
    RIGHT_OF("sr", ">>"),
    NOT_RIGHT_OF("nxr", "&<"),
    NOT_LEFT_OF("nxl", "&>"),
    ADJACENT("adj", "-|-");

    private final String word;
    private final String sql;

    Operator(String word, String sql) {
        this.word = word;
        this.sql = sql;
    }

    static Optional<Operator> of(String word) {
        return Arrays.stream(values())
                .filter(operator -> operator.word.equals(word))
                .findFirst();
    }

    String sql() {
        return sql;
    }

    /** Whether it may be asked of {@code any} or {@code all} of several values. */
    boolean isQuantifiable() {
        return switch (this) {
            case EQ, GT, GTE, LT, LTE, LIKE, ILIKE, MATCH, IMATCH -> true;
            default -> false;
        };
    }

    /** Whether its value is a text whatever the column is. */
    boolean isOfText() {
        return switch (this) {
            case LIKE, ILIKE, MATCH, IMATCH -> true;
            default -> false;
        };
    }

    /** The value as SQL has it: an asterisk may stand for the percent sign, which URLs have to escape. */
    String value(String written) {
        return this == LIKE || this == ILIKE ? written.replace('*', '%') : written;
    }
}
