package dev.belfry.domain.messages;

/**
 * A row of {@code realtime.messages} that is a broadcast. A CDI event when the database sends it: fired after the commit, all of a
 * transaction in the order in which it wrote them, one transaction after the other. Observers hand off and return.
 *
 * @param topic as the application named it
 */
public record StoredMessage(String id, String topic, boolean isPrivate, String event, Payload payload) {

    /** What it says. */
    public sealed interface Payload {

        /** Any JSON value. */
        record Json(String text) implements Payload {}

        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Bytes(byte[] bytes) implements Payload {}
    }
}
