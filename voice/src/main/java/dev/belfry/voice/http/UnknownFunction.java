package dev.belfry.voice.http;

import dev.belfry.domain.access.Origins;
import dev.belfry.domain.change.Json;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers for every function but those of voice: who serves them, as functions-js shows it to the page. */
@WebServlet(urlPatterns = {"/"})
public class UnknownFunction extends HttpServlet {

    private static final String WHO =
            "Belfry runs no functions but those of voice, openai-realtime-token and realtime-chat: let a gateway lead the others to"
                    + " where they run, beside Belfry.";

    @Inject
    transient Origins origins;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var origin = request.getHeader("Origin");
        response.addHeader("Vary", "Origin");
        if (origin != null && origins.isAllowed(origin, request.getHeader("Host"))) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            if (Door.isPreflight(request)) {
                Door.allow(request, response);
                response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
                return;
            }
        }
        var body = Json.MAPPER.createObjectNode().put("code", "NOT_FOUND").put("message", WHO);
        Refusal.write(response, HttpServletResponse.SC_NOT_FOUND, body);
    }
}
