package dev.belfry.domain.tracking;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that has an owner, knows when it was made and last changed, and refuses a write that was based on an older version.
 *
 * <p>Times have microseconds, as PostgreSQL keeps them: a snapshot of the entity equals the row.
 */
@MappedSuperclass
public abstract class Tracked {

    @Id
    private @Nullable UUID id;

    private @Nullable UUID createdBy;

    @Column(nullable = false, updatable = false)
    private @Nullable Instant createdAt;

    @Column(nullable = false)
    private @Nullable Instant updatedAt;

    @Version
    private int version;

    protected Tracked() {}

    protected Tracked(UUID createdBy) {
        this.createdBy = createdBy;
    }

    public @Nullable UUID id() {
        return id;
    }

    public int version() {
        return version;
    }

    @PrePersist
    void made() {
        if (id == null) {
            id = UUID.randomUUID();
        }
        createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        updatedAt = createdAt;
    }

    @PreUpdate
    void changed() {
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
