package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.protocol.Fastlane;
import org.jspecify.annotations.Nullable;

/** Somebody who asked for changes. Is called by one thread at a time. */
public interface ChangeSubscriber {

    /** As it stands on the wire. */
    String topic();

    Bindings bindings();

    /** True if it joined without a configuration, and so hears changes without ids. */
    boolean isLegacy();

    /** Whose policies decide what arrives; may change while the subscriber lives. */
    Claims claims();

    /** @param position of the change, with the last message that tells of it; null with the others */
    void receive(Fastlane message, @Nullable Position position);

    /** Whether it can take more now. One that cannot is left behind, and catches up from the journal later. */
    boolean hasRoom();

    /** Runs the action once there is room, on whichever thread makes it; at once if there is. */
    void whenRoom(Runnable action);

    /** It cannot be said whether it may see changes of that table: its policies raise errors, or are too slow. May be said often. */
    void failed(Table table);

    /** Changes that it should have heard are not known any more. */
    void missed(String why);
}
