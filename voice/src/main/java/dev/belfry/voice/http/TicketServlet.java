package dev.belfry.voice.http;

import dev.belfry.domain.change.Json;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives a signed-in user a ticket for one socket: {@code {"ticket":"bt_…","expires_in":30}}. */
@WebServlet("/realtime-chat/ticket")
public class TicketServlet extends FunctionServlet {

    @Inject
    transient Tickets tickets;

    @Override
    void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var body = Json.MAPPER
                .createObjectNode()
                .put("ticket", tickets.issue(Caller.of(request)))
                .put("expires_in", Tickets.LIFE.toSeconds());
        Refusal.write(response, HttpServletResponse.SC_OK, body);
    }
}
