package dev.belfry.domain.schema;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Array;
import java.util.Collection;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.BasicPluralType;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** From an attribute's value, by way of what Hibernate gives to the driver for it, to the JSON of the column. */
record ColumnValue(JdbcMapping mapping, ColumnType type, WrapperOptions options) implements MappedColumn.Value {

    private static final Logger LOG = System.getLogger(ColumnValue.class.getName());

    /** Null if it cannot be told, as of a large object, of which the column holds the number and the attribute the text. */
    @Override
    public @Nullable JsonNode json(@Nullable Object attribute) {
        try {
            return told(attribute);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "ValueNotTold: a {0} cannot be told as PostgreSQL''s {1}; its column is left out: {2}",
                    mapping.getMappedJavaType().getTypeName(),
                    type.name(),
                    e);
            return null;
        }
    }

    private JsonNode told(@Nullable Object attribute) {
        if (attribute == null) {
            return NullNode.getInstance();
        }
        if (type.element() != null && mapping instanceof BasicPluralType<?, ?> array) {
            return elements(attribute, new ColumnValue(array.getElementType(), type.element(), options));
        }
        var bound = mapping.convertToRelationalValue(attribute);
        return type.json(bound == null ? null : asColumnHas(bound));
    }

    private static JsonNode elements(Object array, ColumnValue element) {
        var elements = JsonNodeFactory.instance.arrayNode();
        if (array instanceof Collection<?> collection) {
            collection.forEach(each -> elements.add(element.told(each)));
        } else {
            for (var i = 0; i < Array.getLength(array); i++) {
                elements.add(element.told(Array.get(array, i)));
            }
        }
        return elements;
    }

    private Object asColumnHas(Object bound) {
        if (mapping.getJdbcType().isJson()) {
            return options.getJsonFormatMapper().toString(bound, javaType(), options);
        }
        var wanted = type.javaType();
        if (wanted == null || wanted.isInstance(bound)) {
            return bound;
        }
        return javaType().unwrap(bound, driversClass(wanted), options);
    }

    /** What the driver is given in place of a value of that class. */
    private Class<?> driversClass(Class<?> wanted) {
        if (wanted == CharSequence.class) {
            return String.class;
        }
        return wanted == Number.class ? mapping.getJdbcType().getPreferredJavaTypeClass(options) : wanted;
    }

    @SuppressWarnings("unchecked")
    private JavaType<Object> javaType() {
        return (JavaType<Object>) mapping.getJdbcJavaType();
    }
}
