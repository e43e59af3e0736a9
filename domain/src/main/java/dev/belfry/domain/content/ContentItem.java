package dev.belfry.domain.content;

import dev.belfry.domain.tracking.Tracked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A text that several people work on. */
@Entity
@Table(name = "content_items")
public class ContentItem extends Tracked {

    @Column(nullable = false)
    private String title = "";

    @Column(nullable = false)
    private String body = "";

    @Column(nullable = false)
    private String status = "draft";

    private @Nullable UUID updatedBy;

    protected ContentItem() {}

    public ContentItem(UUID owner, String title, String body) {
        super(owner);
        this.title = title;
        this.body = body;
        this.updatedBy = owner;
    }
}
