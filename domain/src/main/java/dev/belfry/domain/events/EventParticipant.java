package dev.belfry.domain.events;

import dev.belfry.domain.tracking.Tracked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One person's part in one event. */
@Entity
@Table(name = "event_participants")
public class EventParticipant extends Tracked {

    @Column(nullable = false)
    private @Nullable UUID eventId;

    @Column(nullable = false)
    private @Nullable UUID userId;

    @Column(nullable = false)
    private String status = "registered";

    protected EventParticipant() {}

    public EventParticipant(Event event, UUID user) {
        super(user);
        eventId = event.id();
        userId = user;
    }
}
