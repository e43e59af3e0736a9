package dev.belfry.realtime.channel;

/** What somebody may do on a channel (protocol §5.6). */
public record Rights(boolean broadcastRead, boolean broadcastWrite, boolean presenceRead, boolean presenceWrite) {

    public static final Rights ALL = new Rights(true, true, true, true);
    public static final Rights NONE = new Rights(false, false, false, false);

    boolean mayRead() {
        return broadcastRead || presenceRead;
    }
}
