package dev.belfry.voice.socket;

import dev.belfry.voice.relay.Conversation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The request of a page that was let in. It hands what is known of the conversation to the endpoint as the principal, and has no HTTP
 * session: Liberty would make one for each socket, with a cookie, and close the socket when it expires.
 */
final class Upgrade extends HttpServletRequestWrapper {

    private final Admitted admitted;

    /** @param conversation that the page may have */
    record Admitted(Conversation conversation) implements Principal {

        @Override
        public String getName() {
            return conversation.user().role();
        }
    }

    Upgrade(HttpServletRequest request, Conversation conversation) {
        super(request);
        admitted = new Admitted(conversation);
    }

    @Override
    public Principal getUserPrincipal() {
        return admitted;
    }

    @Override
    public @Nullable HttpSession getSession() {
        return null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return null;
    }
}
