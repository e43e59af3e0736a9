package dev.belfry.realtime.start;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** How far the start-up has come, and whether the end has begun. */
@ApplicationScoped
public class Progress {

    private volatile boolean complete;
    private volatile boolean stopping;
    private volatile @Nullable String hindrance;

    /** True once everything is in place; before, nothing that needs a table may be answered. */
    public boolean isComplete() {
        return complete;
    }

    /** True from the moment at which no new client should come. */
    public boolean isStopping() {
        return stopping;
    }

    /** What keeps the schema from being laid, and is tried again; null if nothing does. */
    @Nullable
    String hindrance() {
        return hindrance;
    }

    void hindered(@Nullable String by) {
        hindrance = by;
    }

    void completed() {
        complete = true;
    }

    void stopping() {
        stopping = true;
    }
}
