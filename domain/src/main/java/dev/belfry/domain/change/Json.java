package dev.belfry.domain.change;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Values as PostgreSQL's {@code to_jsonb} writes them (protocol §3.7): numbers with all their digits, times in UTC. */
public final class Json {

    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addSerializer(Instant.class, new PostgresTimestamp()))
            .build();

    private Json() {}

    /** Any value of an entity's attribute as JSON. */
    public static JsonNode of(Object value) {
        return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    }

    /** {@code 2026-01-02T03:04:05.123456+00:00}, trailing zeros of the fraction left out. */
    private static final class PostgresTimestamp extends ValueSerializer<Instant> {

        private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                .appendFraction(MICRO_OF_SECOND, 0, 6, true)
                .appendOffset("+HH:MM", "+00:00")
                .toFormatter();

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(FORMAT.format(value.atOffset(ZoneOffset.UTC)));
        }
    }
}
