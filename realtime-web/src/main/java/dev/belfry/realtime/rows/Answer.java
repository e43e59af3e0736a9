package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Status, headers and body of an answer.
 *
 * @param body null if there is none
 */
record Answer(int status, List<Header> headers, @Nullable String body) {

    /** A header; a name may stand several times. */
    record Header(String name, String value) {}

    static Answer of(int status) {
        return new Answer(status, List.of(), null);
    }

    /** The answer with that header in place of what it had; as it is without a value. */
    Answer with(String header, @Nullable String value) {
        return value == null || value.isEmpty() ? this : with(List.of(new Header(header, value)));
    }

    private Answer with(List<Header> others) {
        var all = new ArrayList<Header>();
        for (var header : headers) {
            if (others.stream().noneMatch(other -> other.name().equalsIgnoreCase(header.name()))) {
                all.add(header);
            }
        }
        all.addAll(others);
        return new Answer(status, List.copyOf(all), body);
    }

    Answer with(String type, @Nullable String text, boolean isTold) {
        return new Answer(status, with("Content-Type", type).headers(), isTold ? text : null);
    }

    /** The answer as the database wants it, where it wants another. */
    Answer overridden(Result result) {
        var changed = result.status() == null ? this : new Answer(status(result.status()), headers, body);
        return result.headers() == null ? changed : changed.with(headers(result.headers()));
    }

    private static int status(String status) {
        if (!status.matches("[1-5]\\d\\d")) {
            throw Problems.responseStatus();
        }
        return Integer.parseInt(status);
    }

    private static List<Header> headers(String json) {
        var headers = new ArrayList<Header>();
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
                item.forEachEntry((name, value) -> headers.add(new Header(named(name), plain(value.asString()))));
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
