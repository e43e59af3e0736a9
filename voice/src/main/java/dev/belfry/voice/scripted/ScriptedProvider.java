package dev.belfry.voice.scripted;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.voice.VoiceProvider;
import java.util.List;

/**
 * Answers what the page says by a script. Speech is what is loud; the answer's samples are numbered, so that a listener can tell
 * whether all of it came, and in order. Written text that begins with a slash is an order:
 *
 * <ul>
 *   <li>{@code /say 60}: an answer of so many seconds, {@code /burst 60}: the same as fast as it is taken
 *   <li>{@code /delay 500}: the answer comes so many milliseconds later
 *   <li>{@code /call name}: calls a function of the page's
 *   <li>{@code /error code}: an error event, {@code /garbage}: an event that is no JSON
 *   <li>{@code /close 1011}: ends the session with that code, {@code /drop}: loses it
 * </ul>
 */
public final class ScriptedProvider implements VoiceProvider {

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public Leg open(Claims caller, Listener listener) {
        var session = new ScriptedSession(listener);
        session.begin();
        return session;
    }
}
