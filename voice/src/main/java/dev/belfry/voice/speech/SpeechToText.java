package dev.belfry.voice.speech;

import java.util.Optional;

/** Understands speech. One for all sessions, used from many threads; what it learned is in memory once. */
public interface SpeechToText extends AutoCloseable {

    /** Begins to listen to one utterance; empty while as many are listened to as may be at once. */
    Optional<Utterance> listen();

    @Override
    void close();

    /** What somebody is saying. Used by one thread at a time; its place is free for others once it is closed. */
    interface Utterance extends AutoCloseable {

        void hear(byte[] pcm);

        /** Lower-case words without punctuation, all of them; empty when nothing was understood. Nothing is heard after it. */
        String text();

        @Override
        void close();
    }
}
