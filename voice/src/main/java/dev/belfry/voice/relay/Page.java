package dev.belfry.voice.relay;

import java.util.concurrent.CompletionStage;

/** The page's end of a conversation. Any thread may call; nobody waits. */
public interface Page {

    void send(String frame);

    /** As {@link #send}; the frame is worthless when it comes too late. */
    void sendAudio(String frame);

    /** Forgets the audio that waits. Returns how many frames of it there were. */
    int dropAudio();

    /** Completes when there is room for more; when the page has gone, too. */
    CompletionStage<Void> room();

    /** Makes sure that the page is there: it answers, or is found to be gone. */
    void ping();

    /** Closes the socket when what waits is written. Idempotent. */
    void end(Ending why);
}
