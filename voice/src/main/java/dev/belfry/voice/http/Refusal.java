package dev.belfry.voice.http;

import dev.belfry.domain.change.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a request is refused, in the shape of OpenAI's errors: {@code {"error":{"type","code","message"}}}.
 *
 * @param waitMillis after which it may be tried again; 0 if that is not known
 */
public record Refusal(int status, String type, String code, String message, long waitMillis) {

    public static final int TOO_MANY_REQUESTS = 429;

    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";

    public static Refusal unauthorized(String message) {
        return new Refusal(HttpServletResponse.SC_UNAUTHORIZED, INVALID, "unauthorized", message, 0);
    }

    public static Refusal forbidden(String code, String message) {
        return new Refusal(HttpServletResponse.SC_FORBIDDEN, INVALID, code, message, 0);
    }

    public static Refusal tooMany(String code, String limit, long waitMillis) {
        return new Refusal(TOO_MANY_REQUESTS, "rate_limit_error", code, "Over the limit of " + limit, waitMillis);
    }

    public static Refusal wrongRequest(int status, String code, String message) {
        return new Refusal(status, INVALID, code, message, 0);
    }

    public static Refusal unavailable(int status, String code, String message) {
        return new Refusal(status, SERVER, code, message, 0);
    }

    void answer(HttpServletResponse response) throws IOException {
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (waitMillis > 0) {
            response.setHeader("Retry-After", String.valueOf((waitMillis + 999) / 1000));
        }
        var body = Json.MAPPER.createObjectNode();
        var error = body.putObject("error").put("type", type).put("code", code).put("message", message);
        if (waitMillis > 0) {
            error.put("retry_after_ms", waitMillis);
        }
        write(response, status, body);
    }

    static void write(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(body.toString());
    }
}
