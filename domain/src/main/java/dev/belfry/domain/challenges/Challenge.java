package dev.belfry.domain.challenges;

import dev.belfry.domain.tracking.Tracked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A question put to the participants. A draft is its owner's until it is opened. */
@Entity
@Table(name = "challenges")
public class Challenge extends Tracked {

    @Column(nullable = false)
    private String title = "";

    @Column(nullable = false)
    private String description = "";

    @Column(nullable = false)
    private String status = "draft";

    protected Challenge() {}

    public Challenge(UUID owner, String title, String description) {
        super(owner);
        this.title = title;
        this.description = description;
    }

    public Challenge open() {
        status = "open";
        return this;
    }

    public void rename(String newTitle) {
        title = newTitle;
    }
}
