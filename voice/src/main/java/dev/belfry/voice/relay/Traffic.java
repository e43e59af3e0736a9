package dev.belfry.voice.relay;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What has gone through the relays since the start. */
public final class Traffic {

    private final LongAdder opened = new LongAdder();
    private final LongAdder failed = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder audioDropped = new LongAdder();
    final LongAdder eventsRefused = new LongAdder();
    final LongAdder answers = new LongAdder();
    final LongAdder answerNanos = new LongAdder();
    final LongAdder tokens = new LongAdder();
    private volatile String upstream = "not asked yet";

    /** The provider has begun a session. */
    void begun() {
        opened.increment();
        upstream = "answers";
    }

    /** A session has ended because of the provider. */
    void failed(Ending why) {
        failed.increment();
        upstream = why.reason();
    }

    /** What became of the last session: {@code answers}, or the reason that its page was told; {@code not asked yet} before the first. */
    public String upstream() {
        return upstream;
    }

    /** Sessions that a provider has begun. */
    public long opened() {
        return opened.sum();
    }

    /** Sessions that ended because of the provider. */
    public long failed() {
        return failed.sum();
    }

    /** Bytes of events that pages have sent. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes of events that pages were sent. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Events with audio that nobody wanted to hear any more. */
    public long audioDropped() {
        return audioDropped.sum();
    }

    /** Events of pages that were refused. */
    public long eventsRefused() {
        return eventsRefused.sum();
    }

    /** Spoken turns that were answered aloud. */
    public long answers() {
        return answers.sum();
    }

    /** How long all of them together took from the end of speech to the first sound. */
    public Duration answering() {
        return Duration.ofNanos(answerNanos.sum());
    }

    /** Tokens that the provider says were used. */
    public long tokens() {
        return tokens.sum();
    }
}
