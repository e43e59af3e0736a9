package dev.belfry.voice.start;

import dev.belfry.domain.lifecycle.Stopping;
import dev.belfry.voice.relay.Relays;
import dev.belfry.voice.socket.Pages;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Tells every page that the server stops, while its socket still works. */
@Dependent
public class GoodBye {

    @Inject
    Relays relays;

    @Inject
    Pages pages;

    void stopping(@Observes Stopping event) {
        relays.stop();
        try {
            pages.awaitClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
