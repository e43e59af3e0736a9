package dev.belfry.domain.replication;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Jsonb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The text of a composite: {@code (1,,"a ""quoted"" text")}, where nothing at all is NULL. */
final class CompositeText {

    /** Of one that has not been dropped. */
    record Attribute(String name, Conversion conversion) {}

    private final String text;
    private int at;

    private CompositeText(String text) {
        this.text = text;
    }

    /**
     * A text may be older than the last attributes, which have been added since: they are absent then.
     *
     * @param attributes in the order of the type
     */
    static Conversion of(List<Attribute> attributes) {
        var inOrder = IntStream.range(0, attributes.size())
                .boxed()
                .sorted(Comparator.comparing(index -> attributes.get(index).name(), Jsonb.KEYS))
                .toList();
        return text -> object(attributes, inOrder, new CompositeText(text).fields());
    }

    private static JsonNode object(List<Attribute> attributes, List<Integer> inOrder, List<@Nullable String> fields) {
        var isEmpty = attributes.isEmpty() && fields.size() == 1 && fields.getFirst() == null;
        if (fields.size() > attributes.size() && !isEmpty) {
            throw new IllegalArgumentException("It has " + fields.size() + " fields, its type " + attributes.size());
        }
        var object = Json.MAPPER.createObjectNode();
        for (int index : inOrder) {
            if (index < fields.size()) {
                var field = fields.get(index);
                var attribute = attributes.get(index);
                object.set(
                        attribute.name(),
                        field == null
                                ? NullNode.getInstance()
                                : attribute.conversion().json(field));
            }
        }
        return object;
    }

    private List<@Nullable String> fields() {
        var fields = new ArrayList<@Nullable String>();
        expect('(');
        fields.add(field());
        while (peek() == ',') {
            at++;
            fields.add(field());
        }
        expect(')');
        if (at != text.length()) {
            throw new IllegalArgumentException("Something stands behind the composite");
        }
        return fields;
    }

    private @Nullable String field() {
        if (peek() == ',' || peek() == ')') {
            return null;
        }
        var content = new StringBuilder();
        while (peek() != ',' && peek() != ')') {
            if (peek() == '"') {
                quoted(content);
            } else {
                plain(content);
            }
        }
        return content.toString();
    }

    private void plain(StringBuilder content) {
        if (peek() == '\\') {
            at++;
        }
        content.append(peek());
        at++;
    }

    /** A quote within is written twice, as is a backslash. */
    private void quoted(StringBuilder content) {
        at++;
        while (true) {
            if (peek() == '"') {
                at++;
                if (peek() != '"') {
                    return;
                }
                content.append('"');
                at++;
            } else {
                plain(content);
            }
        }
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
