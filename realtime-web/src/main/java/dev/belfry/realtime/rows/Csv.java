package dev.belfry.realtime.rows;

import dev.belfry.realtime.rows.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180): fields in double quotes may hold commas, ends of lines, and doubled quotes. */
final class Csv {

    /** Each takes many times its characters in memory. */
    private static final int MAX_FIELDS = 2_000_000;

    private final String text;
    private final List<List<String>> lines = new ArrayList<>();
    private int at;
    private int count;

    private Csv(String text) {
        this.text = text;
    }

    /** The fields of each line; empty lines are none. */
    static List<List<String>> parse(String text) {
        var csv = new Csv(text);
        while (csv.at < text.length()) {
            csv.line();
        }
        return csv.lines;
    }

    private void line() {
        var fields = new ArrayList<String>();
        do {
            fields.add(field());
            if (++count > MAX_FIELDS) {
                throw Problems.tooLarge(
                        "A body of comma-separated values has at most " + MAX_FIELDS + " fields",
                        "Send the rows in several requests");
            }
        } while (take(','));
        take('\r');
        if (at < text.length() && !take('\n')) {
            throw Problems.body("a field in quotes must end with its line or with a comma, at character " + (at + 1));
        }
        if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
            lines.add(List.copyOf(fields));
        }
    }

    private String field() {
        if (!take('"')) {
            var start = at;
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }
        var field = new StringBuilder();
        while (at < text.length()) {
            if (take('"')) {
                if (!take('"')) {
                    return field.toString();
                }
                field.append('"');
            } else {
                field.append(text.charAt(at++));
            }
        }
        throw Problems.body("a field in quotes has no end");
    }

    private boolean take(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }
}
