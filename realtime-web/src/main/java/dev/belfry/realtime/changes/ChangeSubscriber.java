package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import java.util.List;
import java.util.function.Supplier;

/** Somebody who asked for changes. */
public interface ChangeSubscriber {

    List<Binding> bindings();

    /** Whose policies decide what arrives; may change while the subscriber lives. */
    Claims claims();

    /**
     * A change that it asked for and may see. Called on the dispatching thread: it hands off and returns.
     *
     * @param ids of the bindings that matched
     * @param data the change as JSON text, encoded at the first call and shared by all
     */
    void changed(List<Long> ids, Supplier<String> data);
}
