package dev.belfry.realtime.rows.problem;

import dev.belfry.domain.change.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A request that cannot be answered, as PostgREST tells it: a status, and a body of code, message, details and hint. */
public final class RowsProblem extends RuntimeException {

    private final int status;
    private final String code;
    private final @Nullable JsonNode details;
    private final @Nullable String hint;
    private final Map<String, String> headers;

    public RowsProblem(int status, String code, String message, @Nullable JsonNode details, @Nullable String hint) {
        this(status, code, message, details, hint, Map.of());
    }

    /** @param headers of the answer, beside those of every answer */
    public RowsProblem(
            int status,
            String code,
            String message,
            @Nullable JsonNode details,
            @Nullable String hint,
            Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
        this.hint = hint;
        this.headers = Map.copyOf(headers);
    }

    static RowsProblem of(int status, String code, String message) {
        return new RowsProblem(status, code, message, null, null);
    }

    RowsProblem because(String why) {
        return new RowsProblem(status, code, message(), StringNode.valueOf(why), hint, headers);
    }

    RowsProblem because(JsonNode why) {
        return new RowsProblem(status, code, message(), why, hint, headers);
    }

    RowsProblem hinting(@Nullable String cure) {
        return new RowsProblem(status, code, message(), details, cure, headers);
    }

    RowsProblem with(String header, String value) {
        return new RowsProblem(status, code, message(), details, hint, Map.of(header, value));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> headers() {
        return headers;
    }

    private String message() {
        return String.valueOf(getMessage());
    }

    public ObjectNode body() {
        var body = Json.MAPPER.createObjectNode().put("code", code);
        body.set("details", details);
        return body.put("hint", hint).put("message", getMessage());
    }
}
