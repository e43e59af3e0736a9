package dev.belfry.realtime.rows;

import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.query.RowsQuery.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and values as a URL or a form has them: a plus is a space, and a percent sign without two digits is itself. */
final class QueryString {

    private QueryString() {}

    static List<Parameter> parse(@Nullable String text) {
        var parameters = new ArrayList<Parameter>();
        if (text == null) {
            return parameters;
        }
        for (var item : text.split("[&;]", -1)) {
            if (!item.isEmpty()) {
                var words = item.split("=", 2);
                parameters.add(new Parameter(decoded(words[0]), words.length == 2 ? decoded(words[1]) : ""));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        var raw = text.getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < raw.length; i++) {
            var digits = raw[i] == '%' && i + 2 < raw.length ? hex(raw[i + 1], raw[i + 2]) : -1;
            if (digits == 0) {
                throw Problems.noZeroCharacter("the URL's query");
            }
            if (digits > 0) {
                bytes.write(digits);
                i += 2;
            } else {
                bytes.write(raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        var one = Character.digit(high, 16);
        var other = Character.digit(low, 16);
        return one < 0 || other < 0 ? -1 : one * 16 + other;
    }
}
