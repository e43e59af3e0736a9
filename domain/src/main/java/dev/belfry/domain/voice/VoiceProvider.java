package dev.belfry.domain.voice;

import dev.belfry.domain.access.Claims;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Answers people who speak. A bean; the one whose name {@code BELFRY_VOICE_PROVIDER} says is used.
 *
 * <p>A frame is one event of OpenAI's Realtime API, GA, as JSON text: audio in it is base64, 24 kHz, 16 bits, little-endian, one
 * channel, unless the session says otherwise. {@code ProviderContract} is the test of what each provider owes.
 */
public interface VoiceProvider {

    /** As the setting and {@code /config.json} say it: {@code openai}, {@code local}, {@code scripted}. */
    String name();

    /** What keeps it from being used; each names the setting and what it must be. Asks nobody else, and so costs nothing. */
    List<String> problems();

    /**
     * Opens a session and returns at once. The first frame that is sent to it is a {@code session.update} with what this server's
     * settings say; it may be sent before {@link Listener#opened}, and is kept until then.
     *
     * @param caller the user who speaks, and in whose name the provider acts
     */
    Leg open(Claims caller, Listener listener);

    /** The provider's end of a session. For one thread at a time; nothing here blocks or throws. */
    interface Leg {

        /**
         * Takes a client's event.
         *
         * @return completes when the next may come, also after the end; the caller waits for that
         */
        CompletionStage<Void> send(String frame);

        /** Ends the session. Idempotent; the listener hears {@link Listener#closed} once, and no event after this returns. */
        void close();
    }

    /** Hears what a session says: one call at a time, in order, on any thread that may not be blocked for long. */
    interface Listener {

        /** The provider has taken the session. Comes once, before any event, or never. */
        void opened();

        /**
         * Hears a server's event; the first is {@code session.created}.
         *
         * @return completes when the next may come; the provider waits for that, and speaks no faster than it is heard
         */
        CompletionStage<Void> event(String frame);

        /**
         * The session has ended, whoever ended it. Comes once, and nothing after it.
         *
         * @param code a close code as of RFC 6455 §7.4; 1006 if the connection was lost
         * @param reason for the log, without secrets
         */
        void closed(int code, String reason);
    }
}
