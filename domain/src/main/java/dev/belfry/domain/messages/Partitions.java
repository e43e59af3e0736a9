package dev.belfry.domain.messages;

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
    private static final long KEPT_HOURS = 72;
    private static final Pattern NAME = Pattern.compile("messages_(\\d{4})_(\\d\\d)_(\\d\\d)");

    /** They need a lock that waits for whoever uses the table, and makes all others wait behind. */
    private static final String PATIENCE = "set lock_timeout = '1s'";

    private static final String IMPATIENCE = "reset lock_timeout";

    private static final String STATE = """
            select case
                when t.oid is null then 'there is no table realtime.messages, so nobody may join a private channel'
                when not has_table_privilege(t.oid, 'insert') or row_security_active(t.oid)
                    then format('the role %I may not write to realtime.messages past its policies: make it the owner, or alter '
                         'role %1$I bypassrls', current_user)
                when t.relkind <> 'p' or not pg_has_role(current_user, t.relowner, 'usage') then ''
            end
            from (select) one left join pg_class t on t.oid = to_regclass('realtime.messages')
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
    private @Nullable String told;

    public Partitions(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** To be called at start, and from time to time; blocks. What cannot be done is told in the log, once, and tried again. */
    public synchronized void keep() {
        try (var connection = database.getConnection()) {
            var problem = first(connection, STATE);
            if (problem == null) {
                keep(connection);
                told = null;
            } else if (!problem.isEmpty()) {
                tell(problem);
            }
        } catch (SQLException e) {
            tell(e.getMessage());
        }
    }

    private void keep(Connection connection) throws SQLException {
        var days = names(connection);
        var now = clock.instant().atZone(ZoneOffset.UTC);
        try (var statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            try {
                for (var ahead = 0; ahead <= AHEAD; ahead++) {
                    var day = now.toLocalDate().plusDays(ahead);
                    if (!days.contains(name(day))) {
                        statement.execute(creation(day));
                    }
                }
                var oldest = now.minusHours(KEPT_HOURS).toLocalDate();
                for (var name : days) {
                    var match = NAME.matcher(name);
                    if (match.matches() && name.compareTo(name(oldest)) < 0) {
                        statement.execute("drop table realtime." + name);
                    }
                }
            } finally {
                statement.execute(IMPATIENCE);
            }
        }
    }

    private static String name(LocalDate day) {
        return "messages_" + day.toString().replace('-', '_');
    }

    private static String creation(LocalDate day) {
        return "create table if not exists realtime." + name(day) + " partition of realtime.messages for values from ('"
                + day + "') to ('" + day.plusDays(1) + "')";
    }

    private void tell(@Nullable String problem) {
        if (problem != null && !problem.equals(told)) {
            LOG.log(Level.WARNING, "MessagesNotKept: {0}", problem);
            told = problem;
        }
    }

    private static @Nullable String first(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(question)) {
            found.next();
            return found.getString(1);
        }
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
