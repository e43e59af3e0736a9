package dev.belfry.voice.socket;

import dev.belfry.domain.access.Claims;
import dev.belfry.voice.http.Credentials;
import dev.belfry.voice.http.Door;
import dev.belfry.voice.http.Refusal;
import dev.belfry.voice.relay.ChosenProvider;
import dev.belfry.voice.relay.Conversation;
import dev.belfry.voice.relay.Quotas;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses a page's socket before it is one: 401, 403, 426, 429, 503, each with a body that says why. */
@WebFilter("/realtime-chat")
public class Handshake extends Door {

    private static final int UPGRADE_REQUIRED = 426;
    private static final int MAX_TOPIC = 246;
    private static final Refusal NO_UPGRADE = Refusal.wrongRequest(
            UPGRADE_REQUIRED, "upgrade_required", "This is a WebSocket: connect to it with ws:// or wss://");
    private static final Refusal OFF = Refusal.unavailable(
            HttpServletResponse.SC_SERVICE_UNAVAILABLE,
            "voice_off",
            "Voice is off on this server: set BELFRY_OPENAI_API_KEY, or BELFRY_VOICE_PROVIDER");
    private static final Refusal LONG_TOPIC = Refusal.wrongRequest(
            HttpServletResponse.SC_BAD_REQUEST, "invalid_topic", "topic may have " + MAX_TOPIC + " characters at most");

    @Inject
    transient ChosenProvider chosen;

    @Inject
    transient Quotas quotas;

    @Override
    protected boolean takesTickets() {
        return true;
    }

    @Override
    protected void admitted(Claims user, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var topic = topic(request);
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            refuse(response, NO_UPGRADE);
        } else if (chosen.provider() == null) {
            refuse(response, OFF);
        } else if (topic != null && topic.length() > MAX_TOPIC) {
            refuse(response, LONG_TOPIC);
        } else {
            switch (quotas.take(String.valueOf(user.subject()))) {
                case Quotas.Answer.Refused(var code, var limit, var wait) ->
                    refuse(response, Refusal.tooMany(code, limit, wait));
                case Quotas.Answer.Taken(var place) -> {
                    var form = new Credentials(request).form();
                    chain.doFilter(new Upgrade(request, new Conversation(user, form, topic, place)), response);
                }
            }
        }
    }

    /** The private channel that is told what is said. */
    private static @Nullable String topic(HttpServletRequest request) {
        var topic = request.getParameter("topic");
        return topic == null || topic.isBlank() ? null : topic;
    }
}
