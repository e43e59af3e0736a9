package dev.belfry.domain.voice;

import dev.belfry.domain.access.Claims;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said in a conversation by voice, once it is whole. Fired on a thread of the relay: an observer hands off and returns.
 *
 * @param user whose conversation it is
 * @param conversation one per session
 * @param item of the conversation that was spoken, as the provider calls it
 * @param topic the private topic that the page asked to be told on, as the application names it; whether the user may write there is
 *     the observer's to decide
 */
public record Transcript(
        Claims user,
        String conversation,
        String item,
        Speaker speaker,
        String text,
        @Nullable String topic) {

    /** Who spoke. */
    public enum Speaker {
        USER,
        ASSISTANT
    }

    /** What people say is theirs: a log shows who spoke, and how much. */
    @Override
    public String toString() {
        return "Transcript[" + speaker + ", " + text.length() + " characters]";
    }
}
