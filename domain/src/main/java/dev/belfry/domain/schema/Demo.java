package dev.belfry.domain.schema;

import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;

/**
 * The demo's tables: those of the portal that comes with Belfry. They are laid in one step or not at all, and never where one of
 * their names is taken.
 *
 * <p>They have a history of their own. Once laid they are kept up to date, whatever the setting says later: somebody may have
 * rows in them. Written by the thread that starts the application, read by any.
 */
@ApplicationScoped
public class Demo {

    private static final Logger LOG = System.getLogger(Demo.class.getName());

    /** Entities of this package and those below it are the demo's. */
    private static final String ENTITIES = "dev.belfry.domain.";

    static final Set<String> TABLES =
            Set.of("challenges", "events", "event_participants", "campaigns", "content_items");

    private static final String HISTORY = "demo_schema_history";

    private static final String TAKEN = """
            select string_agg('public.' || relname, ', ' order by relname)
            from pg_catalog.pg_class
            where relnamespace = to_regnamespace('public')
              and relname in ('%s')
            """.formatted(String.join("', '", TABLES));

    /** Before the demo had a history of its own its tables were number 2 of Belfry's. */
    private static final String LAID_LONG_AGO = """
            select true from belfry.flyway_schema_history where version = '2' and success
            """;

    @Inject
    Config config;

    private volatile boolean isLaid;

    /** Whether the setting asks for the demo. */
    public boolean isWanted() {
        var reader = new SettingsReader(config);
        return reader.text(Setting.DEMO).isPresent() ? reader.flag(Setting.DEMO) : reader.flag(Setting.DEV);
    }

    /** Whether its tables are there, and ours. */
    public boolean isLaid() {
        return isLaid;
    }

    /** Whether that is an entity of the demo. */
    static boolean isDemo(Class<?> entity) {
        return entity.getName().startsWith(ENTITIES);
    }

    /** Lays the tables if they are wanted or ours already, after Belfry's own schema. */
    void lay(DataSource database) throws SQLException {
        var flyway = Flyway.configure(getClass().getClassLoader())
                .dataSource(database)
                .defaultSchema("belfry")
                .table(HISTORY)
                .locations("classpath:belfry/demo")
                .callbackLocations("classpath:belfry/callback")
                .baselineVersion("1")
                .group(true)
                .load();
        try (var connection = database.getConnection()) {
            if (isKnown(connection)) {
                // kept up to date
            } else if (!ask(connection, LAID_LONG_AGO).isEmpty()) {
                flyway.baseline();
            } else if (!isWanted() || isTaken(connection)) {
                return;
            }
        }
        flyway.migrate();
        isLaid = true;
    }

    private static boolean isKnown(Connection connection) throws SQLException {
        return !ask(connection, "select true where to_regclass('belfry." + HISTORY + "') is not null")
                        .isEmpty()
                && !ask(connection, "select true from belfry." + HISTORY + " where success")
                        .isEmpty();
    }

    private static boolean isTaken(Connection connection) throws SQLException {
        var taken = ask(connection, TAKEN);
        if (taken.isEmpty()) {
            return false;
        }
        LOG.log(
                Level.WARNING,
                "DemoLeftOut: this database has its own {0}; the demo''s tables and rows are left out."
                        + " BELFRY_DEMO=false says that none are wanted",
                taken.getFirst());
        return true;
    }

    private static List<String> ask(Connection connection, String sql) throws SQLException {
        var answers = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            while (found.next()) {
                if (found.getString(1) != null) {
                    answers.add(found.getString(1));
                }
            }
        }
        return answers;
    }
}
