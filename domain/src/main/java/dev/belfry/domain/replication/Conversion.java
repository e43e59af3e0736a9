package dev.belfry.domain.replication;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Jsonb;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** From the text of a value, as PostgreSQL writes it for a session in UTC, to its JSON (protocol §3.7). */
@FunctionalInterface
interface Conversion {

    /** @throws RuntimeException if the text is none of the type's, or has more of it than JSON can hold here */
    JsonNode json(String text);

    Conversion TEXT = StringNode::valueOf;
    Conversion BOOL = text -> BooleanNode.valueOf(text.equals("t"));
    Conversion INT = text -> IntNode.valueOf(Integer.parseInt(text));
    Conversion BIGINT = text -> LongNode.valueOf(Long.parseLong(text));
    /** Its digits are kept, without an exponent. */
    Conversion NUMBER = text -> isFinite(text) ? Jsonb.number(new BigDecimal(text)) : StringNode.valueOf(text);

    /** Not in the order in which {@code jsonb} would have it. */
    Conversion JSON = Jsonb::of;

    Conversion JSONB = Json.MAPPER::readTree;
    Conversion BYTEA = text -> StringNode.valueOf(text.startsWith("\\x") ? text.substring(2) : text);
    Conversion HSTORE = HstoreText::json;
    Conversion TIMESTAMP = text -> StringNode.valueOf(withT(text));
    Conversion TIMESTAMPTZ = text -> StringNode.valueOf(withOffset(withT(text)));

    /** The conversion of a type that PostgreSQL brings along, by its name; of any other, its text. */
    static Conversion ofBuiltIn(String type) {
        return switch (type) {
            case "bool" -> BOOL;
            case "int2", "int4" -> INT;
            case "int8" -> BIGINT;
            case "float4", "float8", "numeric" -> NUMBER;
            case "json" -> JSON;
            case "jsonb" -> JSONB;
            case "bytea" -> BYTEA;
            case "timestamp" -> TIMESTAMP;
            case "timestamptz" -> TIMESTAMPTZ;
            default -> TEXT;
        };
    }

    /** Like this one, but what cannot be converted stays text: one odd value must not hold up all that come after it. */
    default Conversion orText() {
        return text -> {
            try {
                return json(text);
            } catch (RuntimeException e) {
                return StringNode.valueOf(text);
            }
        };
    }

    /** Not {@code NaN}, {@code Infinity}, {@code -Infinity}. */
    private static boolean isFinite(String text) {
        var last = text.charAt(text.length() - 1);
        return last != 'N' && last != 'y';
    }

    /** {@code infinity} has no space, so it stays. */
    private static String withT(String text) {
        var space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space) + 'T' + text.substring(space + 1);
    }

    private static String withOffset(String text) {
        if (text.endsWith("+00")) {
            return text + ":00";
        }
        return text.endsWith("+00 BC") ? text.substring(0, text.length() - 3) + ":00 BC" : text;
    }
}
