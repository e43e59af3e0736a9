package dev.belfry.realtime.rows;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.realtime.rows.query.RowsQuery;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for rows or a function, with nothing of it looked up yet.
 *
 * @param target the relation or function that it names
 * @param profile the schema that its header named, to be told in the answer; null if there is only one
 * @param headers by their names in small letters, for policies
 */
record RowsRequest(
        Verb verb,
        boolean isFunction,
        QualifiedName target,
        String path,
        RowsQuery query,
        Preferences preferences,
        Media media,
        @Nullable String range,
        Content content,
        @Nullable String profile,
        Map<String, String> headers,
        Map<String, String> cookies,
        Claims caller) {

    /** The methods of HTTP that mean something here. */
    enum Verb {
        GET,
        HEAD,
        POST,
        PUT,
        PATCH,
        DELETE,
        OPTIONS;

        boolean isReading() {
            return this == GET || this == HEAD;
        }

        boolean isOfFunctions() {
            return this == GET || this == HEAD || this == POST || this == OPTIONS;
        }

        static Optional<Verb> of(String method) {
            for (var verb : values()) {
                if (verb.name().equals(method)) {
                    return Optional.of(verb);
                }
            }
            return Optional.empty();
        }
    }

    /** The body of a request and its media type. */
    static final class Content {

        private final String type;
        private final byte[] bytes;

        /** @param type in small letters and without parameters */
        Content(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        String type() {
            return type;
        }

        /** Not to be changed. */
        byte[] bytes() {
            return bytes;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        boolean isForm() {
            return type.equals("application/x-www-form-urlencoded");
        }
    }
}
