package dev.belfry.domain.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON as PostgreSQL's {@code jsonb} keeps it: keys by length and then by bytes, numbers with all their digits and no exponent. */
public final class Jsonb {

    private static final Comparator<byte[]> ORDER =
            Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

    /** The order in which the keys of an object stand. */
    public static final Comparator<String> KEYS = Comparator.comparing(key -> key.getBytes(UTF_8), ORDER);

    private Jsonb() {}

    /** Of a key that stands there twice the last value is kept. */
    public static JsonNode of(String json) {
        return of(Json.MAPPER.readTree(json));
    }

    /** A copy, which later changes of the original do not reach. */
    public static JsonNode of(JsonNode node) {
        if (node.isObject()) {
            var sorted = new TreeMap<byte[], JsonNode>(ORDER);
            node.forEachEntry((key, value) -> sorted.put(key.getBytes(UTF_8), of(value)));
            var object = JsonNodeFactory.instance.objectNode();
            sorted.forEach((key, value) -> object.set(new String(key, UTF_8), value));
            return object;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> array.add(of(element)));
            return array;
        }
        return node.isNumber() && !node.isIntegralNumber() ? number(node.decimalValue()) : node;
    }

    /** A number with the digits behind the point that it has, and never an exponent. */
    public static JsonNode number(BigDecimal value) {
        return DecimalNode.valueOf(value.scale() < 0 ? value.setScale(0) : value);
    }
}
