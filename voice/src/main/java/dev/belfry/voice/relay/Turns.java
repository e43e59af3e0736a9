package dev.belfry.voice.relay;

import dev.belfry.domain.voice.Transcript;
import dev.belfry.domain.voice.Transcript.Speaker;
import dev.belfry.voice.events.Events;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Follows who speaks: transcripts, how quick answers are, what they cost. For the provider's thread. */
final class Turns {

    /** Errors that are about the server's key or its settings (voice reference §1.4). */
    static final Set<String> FATAL = Set.of(
            "invalid_api_key",
            "insufficient_quota",
            "model_not_found",
            "missing_model",
            "invalid_model",
            "beta_api_shape_disabled");

    private static final Set<String> OF_INTEREST = Set.of(
            "error",
            "session.created",
            "session.updated",
            "input_audio_buffer.speech_started",
            "input_audio_buffer.speech_stopped",
            "conversation.item.input_audio_transcription.completed",
            "response.output_audio_transcript.done",
            "response.output_text.done",
            "response.function_call_arguments.done",
            "response.done");

    private final Conversation conversation;
    private final Relays.Common common;
    private final Traffic traffic;
    private String id = Events.id("sess");
    private boolean interrupting = true;
    private boolean awaited;
    private long stoppedAt;

    Turns(Conversation conversation, Relays.Common common, Traffic traffic) {
        this.conversation = conversation;
        this.common = common;
        this.traffic = traffic;
    }

    /** Whether such an event is to be read at all. */
    static boolean isOfInterest(String type) {
        return OF_INTEREST.contains(type);
    }

    /** Whether the provider ends its answer when somebody speaks into it, as it does unless told otherwise. */
    boolean isInterrupting() {
        return interrupting;
    }

    void noted(String type, JsonNode event) {
        switch (type) {
            case "session.created" -> {
                id = event.path("session").path("id").asString(id);
                begun(event);
            }
            case "session.updated" -> begun(event);
            case "input_audio_buffer.speech_started" -> awaited = false;
            case "input_audio_buffer.speech_stopped" -> {
                awaited = true;
                stoppedAt = common.clock().getAsLong();
            }
            case "conversation.item.input_audio_transcription.completed" ->
                said(Speaker.USER, event, event.path("transcript").asString(""));
            case "response.output_audio_transcript.done" ->
                said(Speaker.ASSISTANT, event, event.path("transcript").asString(""));
            case "response.output_text.done" ->
                said(Speaker.ASSISTANT, event, event.path("text").asString(""));
            case "response.done" ->
                traffic.tokens.add(event.at("/response/usage/total_tokens").asLong(0));
            default -> {}
        }
    }

    /** Sound of an answer goes by; the first of it after somebody spoke is what they waited for. */
    void sounded() {
        if (awaited) {
            awaited = false;
            traffic.answers.increment();
            traffic.answerNanos.add(common.clock().getAsLong() - stoppedAt);
        }
    }

    private void begun(JsonNode event) {
        var detection = event.at("/session/audio/input/turn_detection");
        interrupting =
                detection.isObject() && detection.path("interrupt_response").asBoolean(true);
    }

    private void said(Speaker speaker, JsonNode event, String text) {
        if (!text.isBlank()) {
            var item = event.path("item_id").asString("");
            common.transcripts()
                    .accept(new Transcript(conversation.user(), id, item, speaker, text, conversation.topic()));
        }
    }
}
