package dev.belfry.domain.replication;

import dev.belfry.domain.change.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;

/** The text of an array: {@code {1,NULL,"with \"quotes\""}}, nested, behind bounds that are not told: {@code [0:1]={…}}. */
final class ArrayText {

    private final String text;
    private final char delimiter;
    private final Conversion element;
    private int at;

    private ArrayText(String text, char delimiter, Conversion element) {
        this.text = text;
        this.delimiter = delimiter;
        this.element = element;
    }

    /** @param delimiter between elements, a comma for all types but {@code box} */
    static Conversion of(Conversion element, char delimiter) {
        return text -> new ArrayText(text, delimiter, element).whole();
    }

    private JsonNode whole() {
        if (text.startsWith("[")) {
            at = text.indexOf('=') + 1;
        }
        var array = array();
        if (at != text.length()) {
            throw new IllegalArgumentException("Something stands behind the array");
        }
        return array;
    }

    private ArrayNode array() {
        expect('{');
        var array = Json.MAPPER.createArrayNode();
        if (peek() == '}') {
            at++;
            return array;
        }
        while (true) {
            array.add(value());
            if (peek() == '}') {
                at++;
                return array;
            }
            expect(delimiter);
        }
    }

    private JsonNode value() {
        return switch (peek()) {
            case '{' -> array();
            case '"' -> element.json(quoted());
            default -> plain();
        };
    }

    private JsonNode plain() {
        var start = at;
        @Nullable StringBuilder unescaped = null;
        while (peek() != delimiter && peek() != '}') {
            if (peek() == '\\') {
                unescaped = unescaped == null ? new StringBuilder(text.substring(start, at)) : unescaped;
                at++;
            }
            if (unescaped != null) {
                unescaped.append(peek());
            }
            at++;
        }
        if (unescaped != null) {
            return element.json(unescaped.toString());
        }
        var plain = text.substring(start, at);
        return plain.equals("NULL") ? NullNode.getInstance() : element.json(plain);
    }

    private String quoted() {
        at++;
        var content = new StringBuilder();
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
            }
            content.append(peek());
            at++;
        }
        at++;
        return content.toString();
    }

    private char peek() {
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException(wanted + " was expected at " + at);
        }
        at++;
    }
}
