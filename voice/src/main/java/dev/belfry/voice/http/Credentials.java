package dev.belfry.voice.http;

import dev.belfry.voice.events.PageEvents.Form;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a request says who calls and how it speaks: a header where one can be set; a browser's socket has subprotocols and the query
 * only.
 */
public final class Credentials {

    private static final String BEARER = "bearer ";

    /** Before the token, in a subprotocol; the first is what OpenAI's own clients say in a browser. */
    private static final String OPENAI_KEY = "openai-insecure-api-key.";

    private static final String BELFRY_TOKEN = "belfry-token.";
    private static final String BETA_PROTOCOL = "openai-beta.realtime-v1";
    private static final List<String> IN_QUERY = List.of("ticket", "access_token", "jwt");
    private static final Set<String> GENERAL = Set.of("ga", "general");

    private final HttpServletRequest request;
    private final List<String> protocols;

    public Credentials(HttpServletRequest request) {
        this.request = request;
        this.protocols = protocols(request);
    }

    /** A token or a ticket, or null if there is neither. */
    @Nullable
    String token() {
        var authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        return Stream.concat(inProtocols(), inQuery()).findFirst().orElse(null);
    }

    /** What the upgrade shows of the form of the API that the page speaks (voice reference §1.3). */
    public Form form() {
        var asked = request.getParameter("api");
        if (asked != null) {
            return GENERAL.contains(asked.toLowerCase(Locale.ROOT)) ? Form.GENERAL : Form.BETA;
        }
        if (request.getHeader("OpenAI-Beta") != null || protocols.contains(BETA_PROTOCOL)) {
            return Form.BETA;
        }
        // OpenAI's own client in a browser, of a version that knows the general form
        return protocols.stream().anyMatch(protocol -> protocol.startsWith(OPENAI_KEY)) ? Form.GENERAL : Form.UNDECIDED;
    }

    private Stream<String> inProtocols() {
        return protocols.stream()
                .flatMap(protocol -> Stream.of(OPENAI_KEY, BELFRY_TOKEN)
                        .filter(protocol::startsWith)
                        .map(prefix -> protocol.substring(prefix.length())));
    }

    private Stream<String> inQuery() {
        return IN_QUERY.stream().map(request::getParameter).flatMap(Stream::ofNullable);
    }

    private static List<String> protocols(HttpServletRequest request) {
        var protocols = new ArrayList<String>();
        for (var line : Collections.list(request.getHeaders("Sec-WebSocket-Protocol"))) {
            for (var protocol : line.split(",", -1)) {
                protocols.add(protocol.strip());
            }
        }
        return List.copyOf(protocols);
    }
}
