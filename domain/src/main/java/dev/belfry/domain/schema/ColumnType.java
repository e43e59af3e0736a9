package dev.belfry.domain.schema;

import dev.belfry.domain.change.Floats;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Jsonb;
import dev.belfry.domain.change.PostgresText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * What PostgreSQL makes of a value that it is given for a column, and {@code to_jsonb} of that.
 *
 * @param name {@code pg_type.typname}; of a domain, of what it is made from
 * @param modifier {@code atttypmod}: the length, scale or precision that the column was declared with; -1 for none
 * @param element of an array, else null
 */
record ColumnType(String name, int modifier, @Nullable ColumnType element) {

    /** Length and precision of texts and numbers count the header of PostgreSQL's own storage. */
    private static final int HEADER = 4;

    /** The class that values of the type have, or null if any may be right. */
    @Nullable
    Class<?> javaType() {
        return switch (name) {
            case "int2", "int4", "int8", "numeric", "float4", "float8", "oid" -> Number.class;
            case "bool" -> Boolean.class;
            case "bytea" -> byte[].class;
            case "text", "varchar", "bpchar", "name" -> CharSequence.class;
            default -> null;
        };
    }

    /**
     * Of an array each element is asked for by itself, with the element's type.
     *
     * @param value of {@link #javaType}
     */
    JsonNode json(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        }
        return switch (name) {
            case "text", "varchar", "bpchar", "name" -> StringNode.valueOf(fitted(text(value)));
            case "int2", "int4" -> JsonNodeFactory.instance.numberNode(((Number) value).intValue());
            case "int8" -> JsonNodeFactory.instance.numberNode(((Number) value).longValue());
            case "numeric" -> numeric((Number) value);
            case "float4" -> Floats.json(((Number) value).floatValue());
            case "float8" -> Floats.json(((Number) value).doubleValue());
            case "bool" -> BooleanNode.valueOf((Boolean) value);
            case "date", "time", "timetz", "timestamp", "timestamptz", "interval" ->
                StringNode.valueOf(temporal(modernised(value)));
            case "bytea" -> StringNode.valueOf(HexFormat.of().formatHex((byte[]) value));
            case "json", "jsonb" ->
                Jsonb.of(value instanceof String text ? text : Json.MAPPER.writeValueAsString(value));
            case "hstore" -> value instanceof Map<?, ?> pairs ? object(pairs) : StringNode.valueOf(text(value));
            case "oid" -> StringNode.valueOf(Long.toString(((Number) value).longValue()));
            default -> StringNode.valueOf(text(value));
        };
    }

    /** Its values are texts, whatever they look like. */
    private static JsonNode object(Map<?, ?> pairs) {
        var texts = new TreeMap<String, JsonNode>(Jsonb.KEYS);
        pairs.forEach((key, text) -> texts.put(
                String.valueOf(key), text == null ? NullNode.getInstance() : StringNode.valueOf(text.toString())));
        var object = Json.MAPPER.createObjectNode();
        texts.forEach(object::set);
        return object;
    }

    private static String text(Object value) {
        return switch (value) {
            case Enum<?> constant -> constant.name();
            case InetAddress address -> PostgresText.address(address);
            default -> value.toString();
        };
    }

    /** Padded or cut to the declared length, in characters: more than that may be blanks only. */
    private String fitted(String text) {
        if (modifier < HEADER || name.equals("text")) {
            return text;
        }
        var length = modifier - HEADER;
        var actual = text.codePointCount(0, text.length());
        if (actual > length) {
            return text.substring(0, text.offsetByCodePoints(0, length));
        }
        return name.equals("bpchar") ? text + " ".repeat(length - actual) : text;
    }

    private JsonNode numeric(Number number) {
        if (number instanceof Double || number instanceof Float) {
            var digits = number instanceof Double ? 15 : 6;
            var value = number.doubleValue();
            return Double.isFinite(value)
                    ? scaled(
                            new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros())
                    : Floats.json(value);
        }
        return scaled(
                switch (number) {
                    case BigDecimal decimal -> decimal;
                    case BigInteger integer -> new BigDecimal(integer);
                    default -> BigDecimal.valueOf(number.longValue());
                });
    }

    private JsonNode scaled(BigDecimal value) {
        if (modifier < HEADER) {
            return Jsonb.number(value);
        }
        var scale = ((modifier - HEADER & 0x7ff) ^ 0x400) - 0x400; // 11 bits with a sign
        return Jsonb.number(value.setScale(scale, RoundingMode.HALF_UP));
    }

    private String temporal(Object value) {
        return switch (value) {
            case LocalDate date -> PostgresText.date(date);
            case LocalTime time -> PostgresText.time(time, precision());
            case OffsetTime time -> PostgresText.timeWithOffset(time, precision());
            case LocalDateTime time
            when name.equals("timestamptz") && isInfinite(time) -> PostgresText.timestamp(time, precision());
            case LocalDateTime time
            when name.equals("timestamptz") -> PostgresText.timestamp(time.toInstant(ZoneOffset.UTC), precision());
            case LocalDateTime time -> PostgresText.timestamp(time, precision());
            case Instant time when name.equals("timestamptz") -> PostgresText.timestamp(time, precision());
            case Instant time -> PostgresText.timestamp(LocalDateTime.ofInstant(time, ZoneOffset.UTC), precision());
            case Duration duration -> PostgresText.interval(duration, precision());
            default -> value.toString();
        };
    }

    /** The driver writes the ends of Java's calendar as infinity. */
    private static boolean isInfinite(LocalDateTime time) {
        return time.equals(LocalDateTime.MAX) || time.equals(LocalDateTime.MIN);
    }

    private static Object modernised(Object value) {
        return switch (value) {
            case java.sql.Date date -> date.toLocalDate();
            case java.sql.Time time -> time.toLocalTime();
            case Date date -> date.toInstant();
            case Calendar calendar -> calendar.toInstant();
            case ZonedDateTime time -> time.toInstant();
            case OffsetDateTime time when time.equals(OffsetDateTime.MAX) -> LocalDateTime.MAX;
            case OffsetDateTime time when time.equals(OffsetDateTime.MIN) -> LocalDateTime.MIN;
            case OffsetDateTime time -> time.toInstant();
            default -> value;
        };
    }

    /** An interval keeps in the upper half which fields it has. */
    private int precision() {
        var declared = modifier & 0xffff;
        return declared > PostgresText.MICROSECONDS ? PostgresText.MICROSECONDS : declared;
    }
}
