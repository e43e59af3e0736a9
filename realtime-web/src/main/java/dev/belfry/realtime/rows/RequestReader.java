package dev.belfry.realtime.rows;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.realtime.rows.RowsRequest.Content;
import dev.belfry.realtime.rows.RowsRequest.Verb;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.query.RowsQuery;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RowsRequest} from what was sent; nothing of it is looked up yet. Any thread. */
public final class RequestReader {

    private static final int MAX_URI = 64 << 10;

    private final List<String> schemas;
    private final RowsLimits limits;

    /** @param schemas those that are served; the first is the default */
    RequestReader(List<String> schemas, RowsLimits limits) {
        this.schemas = schemas;
        this.limits = limits;
    }

    /**
     * A request as HTTP has it.
     *
     * @param path behind {@code /rest/v1}, as it was written
     * @param headers all values by their names in small letters
     */
    record Call(
            String method, String path, @Nullable String query, Map<String, List<String>> headers, InputStream body) {

        /** Several values of a list are one. */
        @Nullable
        String header(String name) {
            var values = headers.getOrDefault(name, List.of());
            return values.isEmpty() ? null : String.join(",", values);
        }
    }

    RowsRequest read(Call call, Claims caller) throws IOException {
        if (call.path().length() + (call.query() == null ? 0 : call.query().length()) > MAX_URI) {
            throw Problems.uriTooLong(MAX_URI);
        }
        var resource = resource(call.path());
        var verb = verb(call.method(), resource);
        var profile = profile(call, verb);
        var takesArguments = resource.isFunction() && verb != Verb.POST;
        return new RowsRequest(
                verb,
                resource.isFunction(),
                new QualifiedName(profile, resource.name()),
                call.path(),
                RowsQuery.parse(QueryString.parse(call.query()), takesArguments),
                Preferences.parse(call.headers().getOrDefault("prefer", List.of()), limits.rollsBack()),
                Media.of(call.header("accept"), limits.explains()),
                call.header("range"),
                content(call),
                schemas.size() > 1 ? profile : null,
                headers(call),
                cookies(call.header("cookie")),
                caller);
    }

    private static Verb verb(String method, Resource resource) {
        var verb = Verb.of(method);
        if (verb.isPresent() && (!resource.isFunction() || verb.get().isOfFunctions())) {
            return verb.get();
        }
        throw resource.isFunction() ? Problems.functionMethod(method) : Problems.method(method);
    }

    /** The relation or function that a path names. */
    private record Resource(boolean isFunction, String name) {}

    private static Resource resource(String path) {
        var words = List.of(path.replaceFirst(";jsessionid=.*", "").split("/")).stream()
                .filter(word -> !word.isEmpty())
                .map(RequestReader::decoded)
                .toList();
        if (words.isEmpty()) {
            throw Problems.root();
        }
        if (words.size() == 1) {
            return new Resource(false, words.getFirst());
        }
        if (words.size() == 2 && words.getFirst().equals("rpc")) {
            return new Resource(true, words.getLast());
        }
        throw Problems.path();
    }

    private static String decoded(String word) {
        try {
            var decoded = URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') >= 0) {
                throw Problems.noZeroCharacter("the URL's path");
            }
            return decoded;
        } catch (IllegalArgumentException notEncoded) {
            return word;
        }
    }

    private String profile(Call call, Verb verb) {
        var isWriting = verb == Verb.POST || verb == Verb.PUT || verb == Verb.PATCH || verb == Verb.DELETE;
        var asked = call.header(isWriting ? "content-profile" : "accept-profile");
        if (asked == null || asked.isBlank()) {
            return schemas.getFirst();
        }
        if (!schemas.contains(asked.strip())) {
            throw Problems.schema(asked, schemas);
        }
        return asked.strip();
    }

    private static Content content(Call call) throws IOException {
        var type = call.header("content-type");
        var plain = type == null || type.isBlank()
                ? "application/json"
                : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return new Content(plain, Body.read(call.body()));
    }

    private static Map<String, String> cookies(@Nullable String header) {
        var cookies = new HashMap<String, String>();
        for (var cookie : header == null ? new String[0] : header.split("[;,]", -1)) {
            var words = cookie.strip().split("=", 2);
            if (words.length == 2) {
                cookies.put(words[0], words[1]);
            }
        }
        return cookies;
    }

    /** All but cookies, which have a setting of their own. */
    private static Map<String, String> headers(Call call) {
        var headers = new HashMap<String, String>();
        call.headers().forEach((name, values) -> {
            if (!name.equals("cookie")) {
                headers.put(name, String.join(",", values));
            }
        });
        return headers;
    }
}
