package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.realtime.hub.Subscriber;

/** Somebody who asked for changes; receives them on the dispatching thread. */
public interface ChangeSubscriber extends Subscriber {

    /** As it stands on the wire. */
    String topic();

    Bindings bindings();

    /** True if it joined without a configuration, and so hears changes without ids. */
    boolean isLegacy();

    /** Whose policies decide what arrives; may change while the subscriber lives. */
    Claims claims();
}
