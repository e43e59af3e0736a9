package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.query.RowsQuery.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the body of a request holds, as far as its shape goes: PostgreSQL reads the values.
 *
 * @param json an object or an array of objects; the body itself wherever it was JSON
 * @param isArray which of the two it is
 * @param names the members of each object
 */
record Body(String json, boolean isArray, Set<String> names) {

    static final int MAX_BYTES = 16 << 20;

    /** What numbers may grow to that are written in few characters: {@code 1e9999} has ten thousand digits. */
    private static final long MAX_DIGITS = MAX_BYTES;

    private static final long MAX_REPEATED = 4L * MAX_BYTES;

    private static final Body NO_ROWS = new Body("[]", true, Set.of());

    /** All of it; fails if it is larger than may be. */
    static byte[] read(InputStream stream) throws IOException {
        var bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw Problems.tooLarge("a body has at most " + MAX_BYTES + " bytes", "Send the rows in several requests");
        }
        return bytes;
    }

    /** @param given the columns that the request names; then the rows may differ, and null otherwise */
    static Body json(byte[] bytes, @Nullable Set<String> given) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        try (var parser = Json.MAPPER.createParser(text)) {
            var body = new Shape(parser, given != null).read(text);
            return given == null ? body : new Body(body.json(), body.isArray(), given);
        } catch (JacksonException | NumberFormatException e) {
            throw Problems.body("Empty or invalid json");
        }
    }

    /** The fields of a form, as one object of texts. */
    static Body form(List<Parameter> fields) {
        var object = Json.MAPPER.createObjectNode();
        fields.forEach(field -> object.put(field.name(), field.value()));
        return new Body(object.toString(), false, new TreeSet<>(object.propertyNames()));
    }

    /** Lines of comma-separated values under a line of names; {@code NULL} is no text. */
    static Body csv(byte[] bytes) {
        var lines = Csv.parse(new String(bytes, StandardCharsets.UTF_8));
        if (lines.isEmpty()) {
            throw Problems.body("not enough input");
        }
        var names = lines.getFirst();
        var rows = lines.subList(1, lines.size());
        requireMayRepeat(names, rows.size());
        var json = new StringWriter();
        try (var to = Json.MAPPER.createGenerator(json)) {
            to.writeStartArray();
            for (var row : rows) {
                write(to, names, row);
            }
            to.writeEndArray();
        }
        return new Body(json.toString(), true, rows.isEmpty() ? Set.of() : new TreeSet<>(names));
    }

    /** Each row repeats the names of the first line. */
    private static void requireMayRepeat(List<String> names, long rows) {
        var repeated =
                rows * names.stream().mapToLong(name -> name.length() + 6L).sum();
        if (repeated > MAX_REPEATED) {
            throw Problems.tooLarge(
                    "The names of the columns come to " + repeated + " characters in all rows, of at most "
                            + MAX_REPEATED,
                    "Send the rows in several requests");
        }
    }

    private static void write(JsonGenerator to, List<String> names, List<String> row) {
        if (row.size() != names.size()) {
            throw Problems.body("All lines must have same number of fields");
        }
        to.writeStartObject();
        for (var i = 0; i < names.size(); i++) {
            to.writeName(names.get(i));
            if (row.get(i).equals("NULL")) {
                to.writeNull();
            } else {
                to.writeString(row.get(i));
            }
        }
        to.writeEndObject();
    }

    /** The members of the only object, as texts: what a form has for a function. */
    static Map<String, List<String>> arguments(List<Parameter> fields) {
        var arguments = new LinkedHashMap<String, List<String>>();
        fields.forEach(field -> arguments
                .computeIfAbsent(field.name(), ignored -> new java.util.ArrayList<>())
                .add(field.value()));
        return arguments;
    }

    /** Reads through a document without building it. */
    private static final class Shape {

        private final JsonParser parser;
        private final boolean mayDiffer;
        private long digits;

        Shape(JsonParser parser, boolean mayDiffer) {
            this.parser = parser;
            this.mayDiffer = mayDiffer;
        }

        Body read(String text) {
            var first = parser.nextToken();
            var body =
                    switch (first) {
                        case START_OBJECT -> new Body(text, false, object());
                        case START_ARRAY -> array(text);
                        case null -> throw Problems.body("Empty or invalid json");
                        default -> throw Problems.body("the body must be a JSON object, or an array of objects");
                    };
            if (parser.nextToken() != null) {
                throw Problems.body("Empty or invalid json");
            }
            return body;
        }

        private Body array(String text) {
            Set<String> names = null;
            var differs = false;
            for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    var own = object();
                    differs |= names != null && !names.equals(own);
                    names = names == null ? own : names;
                } else {
                    skip();
                    differs = true;
                }
            }
            if (differs && !mayDiffer) {
                throw Problems.body("All object keys must match");
            }
            return names == null ? NO_ROWS : new Body(text, true, names);
        }

        private Set<String> object() {
            var names = new TreeSet<String>();
            for (var token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
                names.add(parser.currentName());
                parser.nextToken();
                skip();
            }
            return names;
        }

        /** The value at which the parser stands, with all in it. */
        private void skip() {
            var depth = 0;
            do {
                var token = parser.currentToken();
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else {
                    weigh();
                }
                if (depth > 0 && parser.nextToken() == null) {
                    throw Problems.body("Empty or invalid json");
                }
            } while (depth > 0);
        }

        private void weigh() {
            if (parser.currentToken().isNumeric()) {
                digits += expansion(parser.getString());
                if (digits > MAX_DIGITS) {
                    throw tooManyDigits();
                }
            }
        }

        private static RowsProblem tooManyDigits() {
            return Problems.tooLarge(
                    "the numbers of a body have at most " + MAX_DIGITS + " digits when they are written out",
                    "Write numbers without large exponents");
        }

        private static long expansion(String number) {
            var at = Math.max(number.indexOf('e'), number.indexOf('E'));
            if (at < 0) {
                return 0;
            }
            var exponent = number.substring(at + 1).replaceFirst("^[+-]", "").replaceFirst("^0+", "");
            return exponent.length() > 9 ? MAX_DIGITS + 1 : exponent.isEmpty() ? 0 : Long.parseLong(exponent);
        }
    }
}
