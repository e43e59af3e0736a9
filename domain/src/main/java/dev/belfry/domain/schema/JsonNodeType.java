package dev.belfry.domain.schema;

import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.java.MutableMutabilityPlan;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON as an attribute. Hibernate's own descriptor copies by way of text, where a number may become one of another class; the copy
 * then differs from the original, and the row is written twice.
 */
public final class JsonNodeType extends AbstractClassJavaType<JsonNode> {

    private static final long serialVersionUID = 1;

    private JsonNodeType() {
        super(JsonNode.class, new DeepCopy());
    }

    /** Makes Hibernate know it (META-INF/services). */
    public static final class Contributor implements TypeContributor {

        @Override
        public void contribute(TypeContributions types, ServiceRegistry registry) {
            types.contributeJavaType(new JsonNodeType());
        }
    }

    private static final class DeepCopy extends MutableMutabilityPlan<JsonNode> {

        private static final long serialVersionUID = 1;

        @Override
        protected JsonNode deepCopyNotNull(JsonNode value) {
            return value.deepCopy();
        }
    }

    @Override
    public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
        return indicators.getJdbcType(SqlTypes.JSON);
    }

    @Override
    public JsonNode fromString(CharSequence json) {
        return ExactJsonFormat.MAPPER.readTree(json.toString());
    }

    @Override
    public String toString(JsonNode value) {
        return ExactJsonFormat.MAPPER.writeValueAsString(value);
    }

    @Override
    public <X> @Nullable X unwrap(@Nullable JsonNode value, Class<X> type, WrapperOptions options) {
        if (value == null) {
            return null;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (type == String.class) {
            return type.cast(toString(value));
        }
        throw unknownUnwrap(type);
    }

    @Override
    public <X> @Nullable JsonNode wrap(@Nullable X value, WrapperOptions options) {
        return switch (value) {
            case null -> null;
            case JsonNode node -> node;
            case CharSequence json -> fromString(json);
            default -> throw unknownWrap(value.getClass());
        };
    }
}
