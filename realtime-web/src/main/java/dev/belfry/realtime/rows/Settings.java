package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.change.Identifiers;
import dev.belfry.domain.change.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What policies and functions may know of a request, and how it runs, as settings of its transaction.
 *
 * @param more those of a function
 */
record Settings(RowsRequest request, Catalog catalog, boolean isReadOnly, Map<String, String> more) {

    private static final String TIMEOUT = "10s";

    Map<String, String> all() {
        var caller = request.caller();
        var settings = new LinkedHashMap<String, String>();
        settings.put("search_path", path());
        settings.put("statement_timeout", TIMEOUT);
        settings.put("TimeZone", "UTC");
        settings.putAll(catalog.settingsOf(caller.role()));
        settings.putAll(more);
        if (request.preferences().timeZone() != null) {
            settings.put("TimeZone", request.preferences().timeZone());
        }
        settings.put("transaction_read_only", isReadOnly ? "on" : "off");
        settings.put("request.method", request.verb().name());
        settings.put("request.path", request.path());
        settings.put("request.headers", Json.of(request.headers()).toString());
        settings.put("request.cookies", Json.of(request.cookies()).toString());
        settings.put("request.jwt.claims", caller.json());
        settings.put("request.jwt.claim.sub", caller.subject() == null ? "" : caller.subject());
        settings.put("request.jwt.claim.role", caller.role());
        settings.put("role", caller.role());
        return settings;
    }

    /** As Supabase has it: functions of extensions are found without a schema. */
    private String path() {
        return Stream.of(request.target().schema(), "public", "extensions")
                .distinct()
                .map(Identifiers::quoted)
                .collect(Collectors.joining(", "));
    }
}
