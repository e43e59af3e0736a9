package dev.belfry.realtime.http;

import dev.belfry.domain.change.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;

/** What policies may know of a request: its headers that begin with {@code x-} (protocol §1.2), but for a key. */
public final class ForPolicies {

    private static final String KEY = "x-api-key";

    private ForPolicies() {}

    /** By their names in small letters, a JSON object as text. */
    public static String of(HttpServletRequest request) {
        var headers = Json.MAPPER.createObjectNode();
        for (var name : Collections.list(request.getHeaderNames())) {
            var small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith("x-") && !small.equals(KEY)) {
                headers.put(small, request.getHeader(name));
            }
        }
        return headers.toString();
    }
}
