package dev.belfry.domain.schema;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Hibernate's JSON, but that numbers of a {@code JsonNode} keep the digits that PostgreSQL has (persistence.xml names it). */
public class ExactJsonFormat implements FormatMapper {

    static final JsonMapper MAPPER = JsonMapper.builderWithJackson2Defaults()
            .addModules(MapperBuilder.findModules(ExactJsonFormat.class.getClassLoader()))
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Jackson3JsonFormatMapper format = new Jackson3JsonFormatMapper(MAPPER);

    @Override
    public <T> @Nullable T fromString(CharSequence json, JavaType<T> type, WrapperOptions options) {
        return format.fromString(json, type, options);
    }

    @Override
    public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
        return format.toString(value, type, options);
    }
}
