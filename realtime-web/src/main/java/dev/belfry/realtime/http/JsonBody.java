package dev.belfry.realtime.http;

import dev.belfry.domain.change.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Small JSON objects as answers, errors above all. */
public final class JsonBody {

    private JsonBody() {}

    public static ObjectNode of(String key, String text) {
        return Json.MAPPER.createObjectNode().put(key, text);
    }

    public static void write(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(body.toString());
    }
}
