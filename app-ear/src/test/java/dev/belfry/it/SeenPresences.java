package dev.belfry.it;

import dev.belfry.domain.presence.PresenceMoved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Hears who comes and goes, as any module of the application may. */
@ApplicationScoped
public class SeenPresences {

    private final BlockingQueue<PresenceMoved> seen = new LinkedBlockingQueue<>();

    void moved(@Observes PresenceMoved presence) {
        seen.add(presence);
    }

    BlockingQueue<PresenceMoved> seen() {
        return seen;
    }
}
