package dev.belfry.realtime.start;

import jakarta.enterprise.context.ApplicationScoped;

/** How far the start-up has come. */
@ApplicationScoped
public class Progress {

    private volatile boolean complete;

    /** True once everything is in place; before, nothing that needs a table may be answered. */
    public boolean isComplete() {
        return complete;
    }

    void completed() {
        complete = true;
    }
}
