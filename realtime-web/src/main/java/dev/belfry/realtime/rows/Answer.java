package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Status, headers and body of an answer.
 *
 * @param body null if there is none
 */
record Answer(
        int status, Map<String, String> headers, @Nullable String body) {

    static Answer of(int status) {
        return new Answer(status, new LinkedHashMap<>(), null);
    }

    Answer with(String header, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    Answer with(String type, @Nullable String text, boolean isTold) {
        return new Answer(status, with("Content-Type", type).headers, isTold ? text : null);
    }

    /** The answer as the database wants it, where it wants another. */
    Answer overridden(Result result) {
        var changed = this;
        if (result.status() != null) {
            changed = new Answer(status(result.status()), headers, body);
        }
        if (result.headers() != null) {
            for (var header : headers(result.headers()).entrySet()) {
                changed = changed.with(header.getKey(), header.getValue());
            }
        }
        return changed;
    }

    private static int status(String status) {
        if (!status.matches("[1-5]\\d\\d")) {
            throw Problems.responseStatus();
        }
        return Integer.parseInt(status);
    }

    private static Map<String, String> headers(String json) {
        var headers = new LinkedHashMap<String, String>();
        try {
            var list = Json.MAPPER.readTree(json);
            if (!list.isArray()) {
                throw Problems.responseHeaders();
            }
            for (var item : list) {
                if (!item.isObject()
                        || item.size() != 1
                        || !item.iterator().next().isString()) {
                    throw Problems.responseHeaders();
                }
                item.forEachEntry((name, value) -> headers.put(named(name), plain(value.asString())));
            }
        } catch (JacksonException | NumberFormatException e) {
            throw Problems.responseHeaders();
        }
        return headers;
    }

    private static String named(String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw Problems.responseHeaders();
        }
        return name;
    }

    private static String plain(String value) {
        if (value.chars().anyMatch(character -> character < ' ' && character != '\t')) {
            throw Problems.responseHeaders();
        }
        return value;
    }

    /** {@code Content-Range}: which rows these are, and of how many. */
    static String range(long first, long rows, @Nullable Long total) {
        var isNone = rows <= 0 || (total != null && total == 0);
        return (isNone ? "*" : first + "-" + (first + rows - 1)) + "/" + (total == null ? "*" : total);
    }
}
