package dev.belfry.realtime.start;

import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.messages.Partitions;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.realtime.socket.Sockets;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jspecify.annotations.Nullable;

/** The three probes of this module. Only readiness asks the database. */
@ApplicationScoped
public class Probes {

    private static final int TIMEOUT_SECONDS = 3;

    @Inject
    Progress progress;

    @Inject
    Sockets sockets;

    @Inject
    ChosenSource chosen;

    @Inject
    ChangeSources sources;

    @Inject
    WalSource wal;

    @Inject
    Partitions partitions;

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @Produces
    @Startup
    HealthCheck schemaLaid() {
        return () -> HealthCheckResponse.named("schema")
                .status(progress.isComplete())
                .build();
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.up("realtime");
    }

    @Produces
    @Readiness
    HealthCheck databaseAnswers() {
        return () -> {
            var probe = HealthCheckResponse.named("database");
            if (!progress.isComplete()) {
                var hindrance = progress.hindrance();
                return probe.down()
                        .withData("problem", "the schema is not laid yet" + (hindrance == null ? "" : ": " + hindrance))
                        .build();
            }
            try (var connection = database.getConnection()) {
                return probe.status(connection.isValid(TIMEOUT_SECONDS)).build();
            } catch (SQLException e) {
                return probe.down().withData("problem", "no connection").build();
            }
        };
    }

    /** Down first when the server stops, so that no new client is sent here. */
    @Produces
    @Readiness
    HealthCheck takesClients() {
        return () -> HealthCheckResponse.named("sockets")
                .status(!progress.isStopping())
                .withData("open", sockets.count())
                .build();
    }

    /** Up while changes arrive. The data names the source, and what is wrong with it or with a table. */
    @Produces
    @Readiness
    HealthCheck changeSource() {
        return () -> {
            var probe = HealthCheckResponse.named("changes");
            var choice = chosen.choice();
            if (choice == null) {
                var problem = sources.problem();
                return probe.down()
                        .withData("problem", problem == null ? "the source is not chosen yet" : problem)
                        .build();
            }
            probe.withData("source", choice.source().text()).withData("why", choice.why());
            var ofMessages = partitions.problem();
            if (ofMessages != null) {
                probe.withData("messages", ofMessages);
            }
            return choice.source() == Source.WAL
                    ? wal(probe)
                    : probe.status(progress.isComplete()).build();
        };
    }

    private HealthCheckResponse wal(HealthCheckResponseBuilder probe) {
        var state = wal.state();
        probe.status(progress.isComplete() && state.connected())
                .withData("slot", state.slot().name())
                .withData("since", state.since().toString());
        if (state.problem() != null) {
            probe.withData("problem", state.problem());
        }
        with(probe, "lagBytes", state.slot().lagBytes());
        with(probe, "retainedBytes", state.slot().retainedBytes());
        with(probe, "safeBytes", state.slot().safeBytes());
        var status = state.slot().walStatus();
        if (status != null) {
            probe.withData("walStatus", status);
        }
        if (!state.problems().isEmpty()) {
            probe.withData("tables", String.join(" ", state.problems()));
        }
        return probe.build();
    }

    private static void with(HealthCheckResponseBuilder probe, String name, @Nullable Long bytes) {
        if (bytes != null) {
            probe.withData(name, bytes);
        }
    }
}
