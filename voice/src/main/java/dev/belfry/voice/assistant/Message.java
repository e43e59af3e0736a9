package dev.belfry.voice.assistant;

/** One turn of a conversation, as text. */
public record Message(Speaker speaker, String text) {

    public enum Speaker {
        USER,
        ASSISTANT
    }
}
