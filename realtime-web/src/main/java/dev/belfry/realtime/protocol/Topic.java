package dev.belfry.realtime.protocol;

/** Names on the wire: {@code realtime:} before the name that the application gave. */
public final class Topic {

    public static final String PREFIX = "realtime:";

    private Topic() {}

    public static boolean isChannel(String topic) {
        return topic.startsWith(PREFIX);
    }

    /** The application's name of a channel. */
    public static String name(String topic) {
        return topic.substring(PREFIX.length());
    }
}
