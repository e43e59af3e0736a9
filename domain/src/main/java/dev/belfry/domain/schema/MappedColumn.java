package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * A column and the attribute that it is mapped to.
 *
 * @param value how its values are told
 * @param sqlType its type as SQL may cast to it, without length and scale: {@code pg_catalog.int4}
 * @param version whether it counts the versions of the row; Hibernate alone writes it
 * @param updatable whether an existing row may take a client's value; a new one may unless it is the version
 */
public record MappedColumn(
        Column column,
        AttributeMapping mapping,
        Value value,
        Class<?> type,
        String sqlType,
        boolean version,
        boolean updatable) {

    /** PostgreSQL cuts no number to make it fit. */
    private static final ObjectReader READER = Json.MAPPER.reader().without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    /** How values of a column are told. */
    @FunctionalInterface
    public interface Value {
        /**
         * As PostgreSQL keeps it, null if that cannot be told.
         *
         * @param attribute the attribute's value
         */
        @Nullable
        JsonNode json(@Nullable Object attribute);
    }

    /** Null if it cannot be told. */
    @Nullable
    JsonNode read(Object entity) {
        return value.json(
                mapping instanceof EntityIdentifierMapping id ? id.getIdentifier(entity) : mapping.getValue(entity));
    }

    /** @param loaded Hibernate's copy of the attributes, as they were loaded; the identifier is not among them and does not change */
    @Nullable
    JsonNode read(Object entity, Object[] loaded) {
        return mapping instanceof EntityIdentifierMapping
                ? read(entity)
                : value.json(loaded[mapping.getStateArrayPosition()]);
    }

    /** The attribute's value for a client's JSON; fails with {@link UnusableValue} if the type cannot hold it. */
    public @Nullable Object parse(JsonNode value) {
        if (value.isNull()) {
            if (isPrimitive()) {
                throw new UnusableValue(column, "null");
            }
            return null;
        }
        if (type.isInstance(value)) {
            return value;
        }
        try {
            var parsed = READER.treeToValue(value, type);
            if (parsed == null) {
                throw unusable(value); // Jackson's answer to an empty text
            }
            return parsed;
        } catch (JacksonException | NumberFormatException e) {
            throw unusable(value);
        }
    }

    private boolean isPrimitive() {
        return mapping.getPropertyAccess().getGetter().getReturnTypeClass().isPrimitive();
    }

    private UnusableValue unusable(JsonNode value) {
        return new UnusableValue(column, value.isString() ? value.asString() : value.toString());
    }

    void write(Object entity, JsonNode value) {
        if (mapping instanceof EntityIdentifierMapping id) {
            id.setIdentifier(entity, parse(value), null);
        } else {
            mapping.setValue(entity, parse(value));
        }
    }
}
