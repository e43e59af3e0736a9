package dev.belfry.domain.messages;

import static dev.belfry.domain.change.Identifiers.quoted;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The days of {@code realtime.messages}: each is made some days ahead, and dropped once the last message of it is 72 hours old. */
public final class Partitions {

    private static final Logger LOG = System.getLogger(Partitions.class.getName());

    private static final int AHEAD = 3;

    /** Somebody else who makes them may have fewer ahead. */
    private static final int NEEDED_AHEAD = 1;

    private static final long KEPT_HOURS = 72;
    private static final Pattern NAME = Pattern.compile("messages_(\\d{4})_(\\d\\d)_(\\d\\d)");

    /** They need a lock that waits for whoever uses the table, and makes all others wait behind. */
    private static final String PATIENCE = "set lock_timeout = '1s'";

    private static final String IMPATIENCE = "reset lock_timeout";

    /** Whatever the partitions are called, and however long they are: those of the days that none of them holds. */
    private static final String MISSING = """
            select day::date::text
            from generate_series(cast(? as timestamp), cast(? as timestamp), '1 day') day
            where not exists (
                select from pg_inherits i
                join pg_class c on c.oid = i.inhrelid
                cross join lateral regexp_match(
                    pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''?([^'')]*)''?\\) TO \\(''?([^'')]*)''?\\)') bound
                where i.inhparent = 'realtime.messages'::regclass
                and replace(bound[1], 'MINVALUE', '-infinity')::timestamp <= day
                and replace(bound[2], 'MAXVALUE', 'infinity')::timestamp >= day + interval '1 day'
            )
            order by 1
            """;

    private static final String DAYS = """
            select c.relname
            from pg_inherits i
            join pg_class c on c.oid = i.inhrelid
            where i.inhparent = to_regclass('realtime.messages') and c.relnamespace = to_regnamespace('realtime')
            order by 1
            """;

    private final DataSource database;
    private final Clock clock;
    private volatile @Nullable String problem;

    public Partitions(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What keeps messages from being kept, or will within a day, and what to do about it; null if nothing does. */
    public @Nullable String problem() {
        return problem;
    }

    /** To be called at start, and from time to time; blocks. What cannot be done is told in the log, once, and tried again. */
    public synchronized void keep() {
        try (var connection = database.getConnection()) {
            tell(
                    switch (PartitionRights.of(connection)) {
                        case PartitionRights.NotNeeded() -> null;
                        case PartitionRights.Unusable(var why) -> why;
                        case PartitionRights.Missing missing -> without(missing, missing(connection, NEEDED_AHEAD));
                        case PartitionRights.Own() -> {
                            keep(connection);
                            yield null;
                        }
                        case PartitionRights.AsOwner(var owner) -> {
                            keepAs(connection, owner);
                            yield null;
                        }
                    });
        } catch (SQLException e) {
            tell(e.getMessage());
        }
    }

    private static @Nullable String without(PartitionRights.Missing rights, List<String> days) {
        if (days.isEmpty()) {
            return null;
        }
        return "realtime.messages belongs to " + rights.owner() + ", as which the role " + rights.role()
                + " may not make partitions, and there is none for " + String.join(" and ", days)
                + ": on such a day private channels answer MissingPartition, nothing is kept, and what SQL sends with"
                + " realtime.send is lost. As a superuser: " + rights.cure();
    }

    /** So that they belong to whom the table belongs to, and whoever else looks after them may drop them. */
    private void keepAs(Connection connection, String owner) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set role " + quoted(owner));
            try {
                keep(connection);
            } finally {
                statement.execute("reset role");
            }
        }
    }

    private void keep(Connection connection) throws SQLException {
        var now = clock.instant().atZone(ZoneOffset.UTC);
        try (var statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            try {
                for (var day : missing(connection, AHEAD)) {
                    statement.execute(creation(LocalDate.parse(day)));
                }
                var oldest = name(now.minusHours(KEPT_HOURS).toLocalDate());
                for (var name : names(connection)) {
                    if (NAME.matcher(name).matches() && name.compareTo(oldest) < 0) {
                        statement.execute("drop table realtime." + name);
                    }
                }
            } finally {
                statement.execute(IMPATIENCE);
            }
        }
    }

    private List<String> missing(Connection connection, int ahead) throws SQLException {
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        var days = new ArrayList<String>();
        try (var statement = connection.prepareStatement(MISSING)) {
            statement.setString(1, today.toString());
            statement.setString(2, today.plusDays(ahead).toString());
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    days.add(found.getString(1));
                }
            }
        }
        return days;
    }

    private static String name(LocalDate day) {
        return "messages_" + day.toString().replace('-', '_');
    }

    private static String creation(LocalDate day) {
        return "create table if not exists realtime." + name(day) + " partition of realtime.messages for values from ('"
                + day + "') to ('" + day.plusDays(1) + "')";
    }

    private void tell(@Nullable String now) {
        if (now != null && !now.equals(problem)) {
            LOG.log(Level.WARNING, "MessagesNotKept: {0}", now);
        }
        problem = now;
    }

    private static List<String> names(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(DAYS)) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }
}
