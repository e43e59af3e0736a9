package dev.belfry.domain.schema;

import dev.belfry.domain.change.Json;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;

/**
 * How Hibernate reads and writes JSON columns: as everything else here does, numbers with all their digits. Its own way reads 0.25 as
 * another number than it was given, takes the row for changed, and writes it again.
 */
public final class JsonFormat implements FormatMapper {

    private final FormatMapper mapper = new Jackson3JsonFormatMapper(Json.MAPPER);

    @Override
    public <T> T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
        return mapper.fromString(text, type, options);
    }

    @Override
    public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
        return mapper.toString(value, type, options);
    }
}
