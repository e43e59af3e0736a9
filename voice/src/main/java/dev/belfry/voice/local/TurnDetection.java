package dev.belfry.voice.local;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the end of what somebody says is found ({@code audio.input.turn_detection}); without it the client commits.
 *
 * @param prefixMillis how much of what was before the speech belongs to it
 * @param createsResponse whether a turn is answered without being asked for
 * @param interrupts whether speech ends an answer that is being given
 */
record TurnDetection(
        double threshold, int prefixMillis, int silenceMillis, boolean createsResponse, boolean interrupts) {

    private static final int LONGEST_MILLIS = 10_000;

    /** {@code semantic_vad} is taken as {@code server_vad}: there is nothing here that understands half a sentence. */
    static @Nullable TurnDetection of(JsonNode session) {
        var asked = session.at("/audio/input/turn_detection");
        if (!asked.isObject()) {
            return null;
        }
        return new TurnDetection(
                Math.clamp(asked.path("threshold").asDouble(0.5), 0, 1),
                millis(asked.path("prefix_padding_ms"), 300),
                millis(asked.path("silence_duration_ms"), 500),
                asked.path("create_response").asBoolean(true),
                asked.path("interrupt_response").asBoolean(true));
    }

    private static int millis(JsonNode asked, int absent) {
        return Math.clamp(asked.asInt(absent), 0, LONGEST_MILLIS);
    }
}
