package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Position;
import dev.belfry.realtime.protocol.Fastlane;

/** Somebody who asked for changes. Is called by one thread at a time. */
public interface ChangeSubscriber {

    /** As it stands on the wire. */
    String topic();

    Bindings bindings();

    /** True if it joined without a configuration, and so hears changes without ids. */
    boolean isLegacy();

    /** Whose policies decide what arrives; may change while the subscriber lives. */
    Claims claims();

    /** @param position of the change that the message tells of */
    void receive(Fastlane message, Position position);

    /** Whether it can take more now. One that cannot is left behind, and catches up from the journal later. */
    boolean hasRoom();

    /** Runs the action once there is room, on whichever thread makes it; at once if there is. */
    void whenRoom(Runnable action);

    /** Changes that it should have heard are not known any more. */
    void missed(String why);
}
