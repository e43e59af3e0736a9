package dev.belfry.domain.messages;

/** What the policies on {@code realtime.messages} decide about a topic (protocol §5.6). */
public enum Right {
    BROADCAST_READ("broadcast", false),
    BROADCAST_WRITE("broadcast", true),
    PRESENCE_READ("presence", false),
    PRESENCE_WRITE("presence", true),
    /** To have broadcasts kept. */
    PERSISTENCE_WRITE("persistence", true);

    private final String extension;
    private final boolean isToWrite;

    Right(String extension, boolean isToWrite) {
        this.extension = extension;
        this.isToWrite = isToWrite;
    }

    /** As in the column. */
    String extension() {
        return extension;
    }

    boolean isToWrite() {
        return isToWrite;
    }
}
