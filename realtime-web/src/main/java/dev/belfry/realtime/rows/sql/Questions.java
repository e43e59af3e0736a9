package dev.belfry.realtime.rows.sql;

/** Question marks in SQL that are no place for a value: JDBC wants them twice where they are operators. */
final class Questions {

    private Questions() {}

    static String escaped(String sql) {
        if (sql.indexOf('?') < 0) {
            return sql;
        }
        var escaped = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < sql.length(); i++) {
            var character = sql.charAt(i);
            if (quote == '\0' && (character == '\'' || character == '"')) {
                quote = character;
            } else if (character == quote) {
                quote = '\0';
            }
            escaped.append(character);
            if (character == '?' && quote == '\0') {
                escaped.append('?');
            }
        }
        return escaped.toString();
    }
}
