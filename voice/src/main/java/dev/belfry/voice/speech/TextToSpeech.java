package dev.belfry.voice.speech;

/** Speaks. One for all sessions, used from many threads. */
public interface TextToSpeech extends AutoCloseable {

    /** A sentence as sound. */
    byte[] speak(String sentence);

    @Override
    void close();
}
