package dev.belfry.domain.events;

import dev.belfry.domain.tracking.Tracked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that takes place somewhere at some time, and that people take part in. */
@Entity
@Table(name = "events")
public class Event extends Tracked {

    @Column(nullable = false)
    private String title = "";

    @Column(nullable = false)
    private String description = "";

    private @Nullable String location;

    private @Nullable Instant startsAt;

    private @Nullable Integer capacity;

    protected Event() {}

    public Event(UUID owner, String title, String location, Instant startsAt) {
        super(owner);
        this.title = title;
        this.location = location;
        this.startsAt = startsAt;
    }
}
