package dev.belfry.voice;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The two paths of the voice functions answer that they are not built yet, also to a WebSocket upgrade. */
@WebServlet({"/openai-realtime-token", "/realtime-chat"})
public class NotBuiltYet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_IMPLEMENTED);
        response.setContentType("application/json");
        response.getWriter()
                .write("{\"error\":{\"type\":\"not_implemented\",\"code\":\"voice_not_available\","
                        + "\"message\":\"Voice is not part of this version of Belfry\"}}");
    }
}
