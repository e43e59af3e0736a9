package dev.belfry.domain.replication;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Jsonb;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** The text of an {@code hstore}: {@code "a"=>"1", "b"=>NULL}; its values are texts, whatever they look like. */
final class HstoreText {

    private static final String ARROW = "=>";
    private static final String NULL = "NULL";

    private final String text;
    private int at;

    private HstoreText(String text) {
        this.text = text;
    }

    static JsonNode json(String text) {
        return new HstoreText(text).object();
    }

    private JsonNode object() {
        var pairs = new TreeMap<String, JsonNode>(Jsonb.KEYS);
        while (at < text.length()) {
            if (!pairs.isEmpty()) {
                expect(", ");
            }
            var key = quoted();
            expect(ARROW);
            pairs.put(key, value());
        }
        var object = Json.MAPPER.createObjectNode();
        pairs.forEach(object::set);
        return object;
    }

    private JsonNode value() {
        if (text.startsWith(NULL, at)) {
            at += NULL.length();
            return NullNode.getInstance();
        }
        return StringNode.valueOf(quoted());
    }

    private String quoted() {
        expect("\"");
        var content = new StringBuilder();
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            content.append(text.charAt(at));
            at++;
        }
        at++;
        return content.toString();
    }

    private void expect(String wanted) {
        if (!text.startsWith(wanted, at)) {
            throw new IllegalArgumentException(wanted + " was expected at " + at);
        }
        at += wanted.length();
    }
}
