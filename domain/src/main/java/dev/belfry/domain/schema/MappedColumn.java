package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A column and the attribute that it is mapped to.
 *
 * @param value how its values are told
 */
public record MappedColumn(Column column, AttributeMapping mapping, Value value) {

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
}
