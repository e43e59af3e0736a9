package dev.belfry.realtime.start;

import dev.belfry.domain.accounts.Accounts;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.schema.DemoRows;
import dev.belfry.domain.schema.MappedTables;
import dev.belfry.domain.schema.Schema;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.socket.Sockets;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What happens when the application starts, in order; waits for a database that is not up yet. */
@WebListener
public class StartUp implements ServletContextListener {

    private static final Logger LOG = System.getLogger(StartUp.class.getName());
    private static final long RETRY_MILLIS = 2000;
    private static final long EXPIRY_MILLIS = 400;
    private static final String DEMO_PASSWORD = "belfry";

    @Inject
    Settings settings;

    @Inject
    Schema schema;

    @Inject
    MappedTables tables;

    @Inject
    ChosenSource chosen;

    @Inject
    Progress progress;

    @Inject
    Accounts accounts;

    @Inject
    DemoRows demoRows;

    @Inject
    ChangeDispatcher dispatcher;

    @Inject
    Sockets sockets;

    @Inject
    Threads threads;

    @Resource
    ManagedThreadFactory factory;

    private @Nullable Thread thread;
    private @Nullable ScheduledFuture<?> tokens;
    private @Nullable ExitSignals signals;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        dispatcher.start(factory);
        tokens = threads.clock()
                .scheduleWithFixedDelay(this::expireTokens, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
        signals = ExitSignals.before(this::stopSockets);
        var started = factory.newThread(this::start);
        started.setName("belfry-start");
        thread = started;
        started.start();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (signals != null) {
            signals.close();
        }
        if (tokens != null) {
            tokens.cancel(false);
        }
        if (thread != null) {
            thread.interrupt();
        }
        stopSockets();
        dispatcher.close();
    }

    /** Readiness goes down first, then the sockets are told. */
    private void stopSockets() {
        if (progress.isStopping()) {
            return;
        }
        progress.stopping();
        LOG.log(Level.INFO, "Stopping: {0} sockets are told to come back", sockets.count());
        try {
            sockets.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expireTokens() {
        try {
            sockets.expire(Instant.now());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "TokensNotExpired: a look for expired tokens failed; the next is in a moment", e);
        }
    }

    private void start() {
        var problems = settings.problems();
        problems.forEach(problem -> LOG.log(Level.ERROR, "BadSetting: {0}", problem));
        if (!problems.isEmpty()) {
            return;
        }
        try {
            laySchema();
            chosen.choose(ChosenSource.Source.LISTENER, "there is no other source yet");
            if (settings.isDevelopment()) {
                prepareDemo();
            }
            progress.completed();
            LOG.log(
                    Level.INFO,
                    "Started: the schema is laid; changes come from the entity listener, which hears what this"
                            + " application writes and not SQL written by others. Tables: {0}",
                    tables.all().stream()
                            .map(table -> table.table().toString())
                            .sorted()
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.ERROR, "StartFailed: the server will not become ready", e);
        }
    }

    private void laySchema() throws InterruptedException {
        while (true) {
            try {
                schema.lay();
                return;
            } catch (SQLException | org.flywaydb.core.api.FlywayException e) {
                LOG.log(
                        Level.WARNING,
                        "DatabaseNotReady: the schema could not be laid, trying again: {0}",
                        e.getMessage());
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void prepareDemo() throws SQLException {
        var ada = accounts.create("ada@belfry.dev", "Ada", DEMO_PASSWORD, List.of());
        var ben = accounts.create("ben@belfry.dev", "Ben", DEMO_PASSWORD, List.of());
        accounts.create("cai@belfry.dev", "Cai", DEMO_PASSWORD, List.of("admin"));
        demoRows.write(ada, ben);
    }
}
