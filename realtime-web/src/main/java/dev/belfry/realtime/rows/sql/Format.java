package dev.belfry.realtime.rows.sql;

/** How PostgreSQL writes the rows of an answer. */
public enum Format {
    /** A JSON array of objects; of a function that returns one value or one row, that. */
    ARRAY,
    ARRAY_WITHOUT_NULLS,
    /** One JSON object. */
    OBJECT,
    OBJECT_WITHOUT_NULLS,
    /** Comma-separated values with a line of names. */
    CSV,
    /** Nothing: only their number is wanted. */
    NONE;

    public boolean isOfOne() {
        return this == OBJECT || this == OBJECT_WITHOUT_NULLS;
    }

    private boolean isWithoutNulls() {
        return this == ARRAY_WITHOUT_NULLS || this == OBJECT_WITHOUT_NULLS;
    }

    /** The text of all rows that are called {@code _postgrest_t}. */
    String sql(Shape shape) {
        return switch (this) {
            case NONE -> "''";
            case CSV -> csv();
            case OBJECT, OBJECT_WITHOUT_NULLS ->
                "coalesce(" + stripped("json_agg(" + shape.value(true) + ")->0") + "::text, 'null')";
            case ARRAY, ARRAY_WITHOUT_NULLS ->
                shape.isOne()
                        ? "coalesce(" + stripped("json_agg(" + shape.value(false) + ")->0") + "::text, 'null')"
                        : "coalesce(" + stripped("json_agg(" + shape.value(false) + ")") + "::text, '[]')";
        };
    }

    private String stripped(String json) {
        return isWithoutNulls() ? "json_strip_nulls(" + json + ")" : "(" + json + ")";
    }

    /** A row as text is a line already, but for the parentheses around it and for backslashes, which it has twice. */
    private static String csv() {
        return "(select coalesce(string_agg(keys.key, ','), '') from ("
                + "select json_object_keys(row_to_json(first)) as key from (select * from pgrst_rows limit 1) first) keys)"
                + " || E'\\n' || coalesce(string_agg(replace(substring(_postgrest_t::text, 2, length(_postgrest_t::text) - 2),"
                + " E'\\\\\\\\', E'\\\\'), E'\\n'), '')";
    }
}
