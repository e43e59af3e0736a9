package dev.belfry.realtime.start;

import dev.belfry.realtime.socket.Sockets;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The three probes of this module. Only readiness asks the database. */
@ApplicationScoped
public class Probes {

    private static final int TIMEOUT_SECONDS = 3;

    @Inject
    Progress progress;

    @Inject
    Sockets sockets;

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
                return probe.down()
                        .withData("problem", "the schema is not laid yet")
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

    @Produces
    @Readiness
    HealthCheck changeSource() {
        return () -> HealthCheckResponse.named("changes")
                .status(progress.isComplete())
                .withData("source", "listener")
                .build();
    }
}
