package dev.belfry.domain.change;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Which of the two sources announces changes; the other one is silent. Chosen once, at start. */
@ApplicationScoped
public class ChosenSource {

    private volatile @Nullable Choice choice;

    public enum Source {
        /** The entity listener: hears what this application writes through JPA. */
        LISTENER,
        /** The write-ahead log: hears every writer. */
        WAL;

        /** As in settings and answers. */
        public String text() {
            return this == WAL ? "wal" : "listener";
        }
    }

    /** @param why for the operator, a sentence */
    public record Choice(Source source, String why) {}

    public void choose(Choice made) {
        choice = made;
    }

    /** Null until it is chosen. */
    public @Nullable Choice choice() {
        return choice;
    }

    public boolean is(Source source) {
        var made = choice;
        return made != null && made.source() == source;
    }
}
