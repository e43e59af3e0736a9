package dev.belfry.domain.replication;

import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.MappedTables;
import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The write-ahead log as the source of the CDI events {@link Change}, {@link Gap} and {@link StoredMessage}. Reads nothing until it is started. */
@ApplicationScoped
public class WalSource {

    /** Belfry's own tables: whose, and with which password, is nobody's to hear. */
    private static final String INTERNAL = "belfry";

    @Inject
    Event<Change> changes;

    @Inject
    Event<Gap> gaps;

    @Inject
    Event<StoredMessage> messages;

    @Inject
    MappedTables tables;

    @Inject
    Config config;

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    private volatile @Nullable WalStream stream;
    private volatile @Nullable String slot;

    /** Whether it could be started. */
    public Feasibility feasibility() throws SQLException {
        try (var connection = database.getConnection()) {
            slot = SlotName.of(connection, new SettingsReader(config).value(Setting.SERVER_ID));
            return Feasibility.of(connection, settings());
        }
    }

    /** Begins to read, once the schema is laid and it is known to be feasible; to be called once. */
    public synchronized void start(ThreadFactory threads) {
        if (stream != null) {
            throw new IllegalStateException("It is started already");
        }
        var started = new WalStream(settings(), this::ownTables, this::announce, gaps::fire);
        stream = started;
        started.start(threads);
    }

    /** The id, as the log has it, of the transaction that has written a change; empty if it was too long ago. */
    public OptionalInt writer(Position position) {
        return stream == null ? OptionalInt.empty() : stream.writer(position);
    }

    /** Rows of {@code realtime.messages} are broadcasts, and changes only if somebody has put that table into the publication. */
    private void announce(Change change) {
        if (!SentMessage.isOf(change.table())) {
            changes.fire(change);
            return;
        }
        var message = SentMessage.of(change);
        if (message != null) {
            messages.fire(message);
        }
        if (tables().now().stream()
                .anyMatch(table -> table.toString().equals(change.table().toString()))) {
            changes.fire(change);
        }
    }

    /** Whether what the database sends is heard. */
    public boolean hearsMessages() {
        var open = stream;
        return open != null && open.hearsMessages();
    }

    /** @see WalStream#awaitCaughtUp */
    public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        return started().awaitCaughtUp(atMost);
    }

    /** @see WalStream#coverage */
    public Position coverage() {
        return started().coverage();
    }

    /** @see WalStream#received */
    public long received() {
        return started().received();
    }

    /** @see WalStream#kept */
    public @Nullable Kept kept() {
        return started().kept();
    }

    /** The tables whose changes are announced. */
    public AnnouncedTables tables() {
        return started().tables();
    }

    public WalState state() {
        return started().state();
    }

    @PreDestroy
    public void close() {
        var open = stream;
        if (open != null) {
            open.close();
        }
    }

    private WalStream started() {
        var started = stream;
        if (started == null) {
            throw new IllegalStateException("It is not started");
        }
        return started;
    }

    private Collection<Table> ownTables() {
        return tables.all().stream()
                .map(MappedTable::table)
                .filter(table -> !table.schema().equals(INTERNAL))
                .toList();
    }

    /** Of the slot: what was kept of another one's positions means nothing. */
    public String identity() {
        return settings().jdbcUrl() + " " + settings().slot();
    }

    private ReplicationSettings settings() {
        var reader = new SettingsReader(config);
        return new ReplicationSettings(
                reader.text(Setting.DATABASE_URL).orElse(""),
                reader.text(Setting.DATABASE_USER).orElse(""),
                reader.text(Setting.DATABASE_PASSWORD).orElse(""),
                reader.value(Setting.PUBLICATION),
                Objects.requireNonNull(slot, "the database was not asked whether it is feasible"),
                Duration.ofSeconds(reader.count(Setting.RESUME_SECONDS)),
                reader.bytes(Setting.RESUME_WAL_BYTES));
    }
}
