package dev.belfry.realtime.start;

import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Choice;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.replication.Feasibility;
import dev.belfry.domain.replication.Feasibility.Impossible;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.resume.PositionFile;
import dev.belfry.realtime.resume.Resumptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Chooses where changes come from, and begins to hear them. */
@ApplicationScoped
public class ChangeSources {

    private static final Logger LOG = System.getLogger(ChangeSources.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int PLACES = 1 << 16;

    @Inject
    Settings settings;

    @Inject
    ChosenSource chosen;

    @Inject
    WalSource wal;

    @Inject
    Journal journal;

    @Inject
    ChangeDispatcher dispatcher;

    @Inject
    Resumptions resumptions;

    private volatile @Nullable String problem;
    private volatile PositionFile positions = PositionFile.inMemory(0);

    /** What keeps changes from being heard, and what to do about it; null if nothing does. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Returns when changes are heard: what is committed from then on reaches subscribers, and what was missed is known. */
    void start(ThreadFactory threads) throws InterruptedException {
        var choice = choose();
        if (choice.source() == Source.WAL) {
            wal.start(threads);
            chosen.choose(choice);
            catchUp();
        } else {
            chosen.choose(choice);
            journal.covers(Position.START, Instant.now());
        }
        dispatcher.start(threads);
    }

    private Choice choose() throws InterruptedException {
        var wanted = settings.changesSource();
        if (wanted.equals("listener")) {
            return new Choice(Source.LISTENER, "BELFRY_CHANGES_SOURCE says so");
        }
        while (true) {
            switch (feasibility()) {
                case Feasibility.Possible() -> {
                    problem = null;
                    return new Choice(
                            Source.WAL,
                            wanted.equals("wal") ? "BELFRY_CHANGES_SOURCE says so" : "PostgreSQL allows it");
                }
                case Impossible impossible
                when wanted.equals("auto") -> {
                    return new Choice(
                            Source.LISTENER,
                            "the write-ahead log cannot be read: " + impossible.reason() + " " + impossible.cure());
                }
                case Impossible impossible -> waitForCure(impossible);
            }
        }
    }

    private void waitForCure(Impossible impossible) throws InterruptedException {
        var said = impossible.reason() + " " + impossible.cure();
        if (!said.equals(problem)) {
            LOG.log(Level.ERROR, "WalImpossible: changes cannot be read from the write-ahead log: {0}", said);
        }
        problem = said;
        Thread.sleep(RETRY);
    }

    private Feasibility feasibility() throws InterruptedException {
        while (true) {
            try {
                return wal.feasibility();
            } catch (SQLException e) {
                LOG.log(Level.WARNING, "DatabaseNotReady: it cannot be asked for its log: {0}", e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }

    /** The window is read again first: what pages missed while no server was here. */
    private void catchUp() throws InterruptedException {
        while (!wal.awaitCaughtUp(RETRY)) {
            problem = wal.state().problem();
        }
        problem = null;
        var from = wal.coverage().transaction();
        positions = open();
        resumptions.keepIn(positions);
        var since = positions.keptSince(from);
        var keptSince = since == null ? Instant.now() : since;
        positions.keeps(from, keptSince);
        journal.covers(wal.coverage(), keptSince);
    }

    private PositionFile open() {
        var path = settings.stateDirectory().resolve("belfry.positions");
        try {
            return PositionFile.open(path, wal.identity(), PLACES);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "PositionsNotKept: {0} cannot be written, so pages will not go on where they were after a restart: {1}",
                    path,
                    e.toString());
            return PositionFile.inMemory(PLACES);
        }
    }

    /** Writes down what PostgreSQL keeps. To be called from time to time. */
    void keep() {
        if (chosen.is(Source.WAL)) {
            var kept = wal.kept();
            if (kept != null) {
                positions.keeps(kept.from(), kept.since());
            }
            var received = wal.received();
            if (journal.isDispatched()) {
                dispatcher.idleUpTo(new Position(received, 0));
            }
        }
    }

    /** Where changes come from and why, for the log. */
    String told() {
        var choice = Objects.requireNonNull(chosen.choice());
        return switch (choice.source()) {
            case WAL -> "changes come from the write-ahead log, whoever writes them (" + choice.why() + ")";
            case LISTENER ->
                "changes come from the entity listener, which hears what this application writes and not SQL written"
                        + " by others (" + choice.why() + ")";
        };
    }
}
