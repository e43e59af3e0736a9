package dev.belfry.realtime.start;

import dev.belfry.domain.accounts.Accounts;
import dev.belfry.domain.lifecycle.Stopping;
import dev.belfry.domain.messages.Partitions;
import dev.belfry.domain.policy.RowPolicies;
import dev.belfry.domain.schema.Demo;
import dev.belfry.domain.schema.DemoRows;
import dev.belfry.domain.schema.NotAllowed;
import dev.belfry.domain.schema.Schema;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.socket.Sockets;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
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
    private static final long KEEP_MILLIS = 1000;
    private static final long POLICY_MILLIS = 500;
    private static final long PARTITIONS_SECONDS = 60;
    private static final String DEMO_PASSWORD = "belfry";

    @Inject
    Settings settings;

    @Inject
    Schema schema;

    @Inject
    Partitions partitions;

    @Inject
    ChangeSources sources;

    @Inject
    Journal journal;

    @Inject
    LocalHub hub;

    @Inject
    Resumptions resumptions;

    @Inject
    Progress progress;

    @Inject
    Demo demo;

    @Inject
    Accounts accounts;

    @Inject
    DemoRows demoRows;

    @Inject
    ChangeDispatcher dispatcher;

    @Inject
    RowPolicies policies;

    @Inject
    Sockets sockets;

    @Inject
    DatabaseCheck databaseCheck;

    @Inject
    Threads threads;

    @Inject
    Event<Stopping> stopping;

    @Resource
    ManagedThreadFactory factory;

    private @Nullable Thread thread;
    private @Nullable ScheduledFuture<?> tokens;
    private @Nullable ScheduledFuture<?> places;
    private @Nullable ScheduledFuture<?> policyReadings;
    private @Nullable ScheduledFuture<?> days;
    private @Nullable ExitSignals signals;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        tokens = threads.clock()
                .scheduleWithFixedDelay(this::expireTokens, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
        places = threads.clock()
                .scheduleWithFixedDelay(this::keepPlaces, KEEP_MILLIS, KEEP_MILLIS, TimeUnit.MILLISECONDS);
        policyReadings = threads.policies()
                .scheduleWithFixedDelay(this::readPolicies, POLICY_MILLIS, POLICY_MILLIS, TimeUnit.MILLISECONDS);
        days = threads.clock()
                .scheduleWithFixedDelay(
                        () -> threads.questions().execute(partitions::keep),
                        PARTITIONS_SECONDS,
                        PARTITIONS_SECONDS,
                        TimeUnit.SECONDS);
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
        if (places != null) {
            places.cancel(false);
        }
        if (policyReadings != null) {
            policyReadings.cancel(false);
        }
        if (days != null) {
            days.cancel(false);
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
        tellModules();
        try {
            sockets.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellModules() {
        try {
            stopping.fire(new Stopping());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "StopNotObserved: a module could not say good-bye to its peers", e);
        }
    }

    private void expireTokens() {
        try {
            sockets.expire(Instant.now());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "TokensNotExpired: a look for expired tokens failed; the next is in a moment", e);
        }
    }

    private void keepPlaces() {
        try {
            journal.trim();
            dispatcher.trim();
            hub.trim();
            resumptions.keep();
            sources.keep();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "PlacesNotKept: where pages are was not written down; the next try is in a moment", e);
        }
    }

    private void readPolicies() {
        try {
            policies.refresh();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "PoliciesNotRead: the next try is in a moment, and changes wait for it", e);
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
            if (settings.isDevelopment()) {
                accounts.lay();
            }
            partitions.keep();
            sources.start(factory);
            if (demo.isOpen()) {
                prepareDemo();
            }
            progress.completed();
            sockets.serve();
            LOG.log(Level.INFO, "Started: {0}", sources.told());
            threads.questions().execute(databaseCheck::tell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.ERROR, "StartFailed: the server will not become ready", e);
        }
    }

    /** Goes on trying: the database may come up, and what is missing may be granted. The same trouble is told once. */
    private void laySchema() throws InterruptedException {
        var told = "";
        while (true) {
            try {
                schema.lay();
                progress.hindered(null);
                return;
            } catch (SQLException | org.flywaydb.core.api.FlywayException e) {
                var problem = String.valueOf(e.getMessage());
                progress.hindered(e instanceof NotAllowed ? problem : null);
                if (!problem.equals(told)) {
                    tell(e, problem);
                }
                told = problem;
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private static void tell(Exception failure, String problem) {
        if (failure instanceof NotAllowed) {
            LOG.log(
                    Level.ERROR,
                    "RightsMissing: the schema cannot be laid, and is tried again until it can: {0}",
                    problem);
        } else {
            LOG.log(Level.WARNING, "DatabaseNotReady: the schema could not be laid, trying again: {0}", problem);
        }
    }

    private void prepareDemo() throws SQLException {
        var ada = accounts.create("ada@belfry.dev", "Ada", DEMO_PASSWORD, List.of());
        var ben = accounts.create("ben@belfry.dev", "Ben", DEMO_PASSWORD, List.of());
        accounts.create("cai@belfry.dev", "Cai", DEMO_PASSWORD, List.of("admin"));
        demoRows.write(ada, ben);
    }
}
