package dev.belfry.realtime.start;

import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.change.Position;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/** Chooses where changes come from, and begins to hear them. */
@ApplicationScoped
public class ChangeSources {

    @Inject
    ChosenSource chosen;

    @Inject
    Journal journal;

    @Inject
    ChangeDispatcher dispatcher;

    /** Where changes come from and why, for the log. */
    String told() {
        return "changes come from the entity listener, which hears what this application writes and not SQL written by others";
    }

    /** Returns when changes are heard: what is committed from then on reaches subscribers. */
    void start(ThreadFactory threads) {
        chosen.choose(Source.LISTENER, "there is no other source yet");
        journal.covers(Position.START, Instant.now());
        dispatcher.start(threads);
    }
}
