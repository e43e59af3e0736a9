package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Values in the order and equality of their PostgreSQL type: of a filter, as it is written, and of a row, as its JSON has it
 * (protocol §3.7). Text is ordered by code points, as under the collation {@code C}.
 */
final class Literal {

    private static final int DATE = "2026-01-02".length();
    private static final Set<String> TEXT = Set.of("text", "varchar", "bpchar", "name", "citext");

    private Literal() {}

    /** What cannot be a value of the type, in PostgreSQL's words. */
    static final class Unusable extends Exception {

        Unusable(String type, String text) {
            super("ERROR 22P02 (invalid_text_representation) invalid input syntax for type " + sqlName(type) + ": \""
                    + text + "\"");
        }
    }

    static boolean isText(String type) {
        return TEXT.contains(type);
    }

    /** The type as SQL calls it, {@code integer} for {@code int4}. */
    static String sqlName(String type) {
        return switch (type) {
            case "int2" -> "smallint";
            case "int4" -> "integer";
            case "int8" -> "bigint";
            case "float4" -> "real";
            case "float8" -> "double precision";
            case "bool" -> "boolean";
            case "varchar" -> "character varying";
            case "bpchar" -> "character";
            case "timestamptz" -> "timestamp with time zone";
            case "timestamp" -> "timestamp without time zone";
            case "timetz" -> "time with time zone";
            case "time" -> "time without time zone";
            default -> type.startsWith("_") ? sqlName(type.substring(1)) + "[]" : type;
        };
    }

    /** A value as a filter writes it. */
    static Comparable<?> written(String type, String text) throws Unusable {
        try {
            return switch (type) {
                case "int2", "int4", "int8", "oid" -> new BigDecimal(new BigInteger(text.strip()));
                case "float4", "float8", "numeric" -> Numeric.of(text.strip());
                case "bool" -> bool(text.strip().toLowerCase(Locale.ROOT));
                case "uuid" -> UUID.fromString(hyphened(text.strip())).toString();
                case "date" -> LocalDate.parse(text.strip());
                case "time" -> LocalTime.parse(text.strip());
                case "timestamp" -> dateTime(text.strip());
                case "timestamptz" -> instant(text.strip());
                case "json", "jsonb" -> Json.MAPPER.readTree(text).toString();
                case "bytea" -> text.startsWith("\\x") ? text.substring(2).toLowerCase(Locale.ROOT) : text;
                default -> text;
            };
        } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
            throw new Unusable(type, text);
        }
    }

    /** A value as a row has it; null for NULL, and for what no filter can be compared with. */
    static @Nullable Comparable<?> of(String type, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        try {
            return switch (type) {
                case "int2", "int4", "int8", "oid" ->
                    value.isNumber() ? value.decimalValue() : new BigDecimal(value.asString());
                case "float4", "float8", "numeric" ->
                    value.isNumber() ? new Numeric(0, value.decimalValue()) : Numeric.of(value.asString());
                case "bool" -> value.isBoolean() ? value.booleanValue() : bool(value.asString());
                case "json", "jsonb" -> value.toString();
                default -> value.isString() ? of(type, value.asString()) : value.toString();
            };
        } catch (IllegalArgumentException | DateTimeException | JacksonException | Unusable e) {
            return null;
        }
    }

    /** PostgreSQL writes in one way only, which is read without a search for the others. */
    private static Comparable<?> of(String type, String text) throws Unusable {
        return switch (type) {
            case "uuid" -> isCanonicalUuid(text) ? text : written(type, text);
            case "timestamptz" ->
                text.indexOf('T') == DATE && text.endsWith("+00:00")
                        ? OffsetDateTime.parse(text).toInstant()
                        : written(type, text);
            default -> written(type, text);
        };
    }

    /** With hyphens and in small letters. */
    private static boolean isCanonicalUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (var at = 0; at < text.length(); at++) {
            var character = text.charAt(at);
            var isHyphen = at == 8 || at == 13 || at == 18 || at == 23;
            var isDigit = (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
            if (isHyphen ? character != '-' : !isDigit) {
                return false;
            }
        }
        return true;
    }

    /** Equal or ordered like that, null if they are not of one kind. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static @Nullable Integer compare(Comparable<?> left, Comparable<?> right) {
        return left.getClass() == right.getClass() ? ((Comparable) left).compareTo(right) : null;
    }

    /** @param rank -1 for minus infinity, 0 for numbers, 1 for infinity, 2 for NaN, which PostgreSQL orders last */
    private record Numeric(int rank, BigDecimal value) implements Comparable<Numeric> {

        static Numeric of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "nan" -> new Numeric(2, BigDecimal.ZERO);
                case "infinity", "inf", "+infinity" -> new Numeric(1, BigDecimal.ZERO);
                case "-infinity", "-inf" -> new Numeric(-1, BigDecimal.ZERO);
                default -> new Numeric(0, new BigDecimal(text));
            };
        }

        @Override
        public int compareTo(Numeric other) {
            return rank == other.rank ? value.compareTo(other.value) : Integer.compare(rank, other.rank);
        }

        /** As compareTo: 1 and 1.0 are one number. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Numeric number && compareTo(number) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * rank + value.stripTrailingZeros().hashCode();
        }
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "t", "true", "y", "yes", "on", "1" -> true;
            case "f", "false", "n", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** PostgreSQL takes a UUID also without hyphens, and in braces. */
    private static String hyphened(String text) {
        var digits = text.replaceAll("[{}-]", "");
        if (digits.length() != 32) {
            throw new IllegalArgumentException(text);
        }
        return digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }

    private static LocalDateTime dateTime(String text) {
        var iso = text.replaceFirst("(\\d) (\\d)", "$1T$2");
        return iso.contains("T")
                ? LocalDateTime.parse(iso)
                : LocalDate.parse(iso).atStartOfDay();
    }

    /** Without a zone it is UTC, as in the server's sessions. */
    private static Instant instant(String text) {
        var iso = text.replaceFirst("(\\d) (\\d)", "$1T$2").replaceFirst("(T.*[+-]\\d\\d)$", "$1:00");
        var hasZone = iso.matches(".*T.*(Z|z|[+-]\\d\\d:?\\d\\d)$");
        return hasZone
                ? OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                        .toInstant()
                : dateTime(iso).toInstant(ZoneOffset.UTC);
    }
}
