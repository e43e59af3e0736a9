package dev.belfry.domain.campaigns;

import dev.belfry.domain.tracking.Tracked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A campaign with its approval and whatever is counted about it. */
@Entity
@Table(name = "campaigns")
public class Campaign extends Tracked {

    @Column(nullable = false)
    private String title = "";

    @Column(nullable = false)
    private String description = "";

    @Column(nullable = false)
    private String status = "draft";

    @Column(nullable = false)
    private String approvalStatus = "pending";

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    private JsonNode metrics = JsonNodeFactory.instance.objectNode();

    protected Campaign() {}

    public Campaign(UUID owner, String title, String description) {
        super(owner);
        this.title = title;
        this.description = description;
    }

    public void measured(JsonNode newMetrics) {
        metrics = newMetrics;
    }
}
