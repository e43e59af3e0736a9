package dev.belfry.realtime.stack;

import dev.belfry.realtime.http.JsonBody;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says that somebody is there (protocol §8). Whether the server is ready is {@link TenantHealth}'s to say. */
@WebServlet(urlPatterns = {"/api/ping", "/realtime/v1/api/ping"})
public class Ping extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonBody.write(response, HttpServletResponse.SC_OK, JsonBody.of("message", "Success"));
    }
}
