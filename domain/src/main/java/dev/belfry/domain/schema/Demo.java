package dev.belfry.domain.schema;

import static dev.belfry.domain.change.Identifiers.quoted;

import dev.belfry.domain.campaigns.Campaign;
import dev.belfry.domain.challenges.Challenge;
import dev.belfry.domain.content.ContentItem;
import dev.belfry.domain.events.Event;
import dev.belfry.domain.events.EventParticipant;
import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/**
 * The demo: the portal that comes with Belfry, with tables, accounts and rows. Its tables are laid in one step or not at all, and
 * never where one of their names is taken.
 *
 * <p>Once laid they are kept up to date, whatever the setting says later: somebody may have rows in them. Written by the thread
 * that starts the application, read by any.
 */
@ApplicationScoped
public class Demo {

    private static final Logger LOG = System.getLogger(Demo.class.getName());

    static final Set<String> TABLES =
            Set.of("challenges", "events", "event_participants", "campaigns", "content_items");

    private static final Set<Class<?>> ENTITIES =
            Set.of(Challenge.class, Event.class, EventParticipant.class, Campaign.class, ContentItem.class);

    @Inject
    Config config;

    private volatile boolean isLaid;

    /** Whether the settings ask for the demo. */
    public boolean isWanted() {
        var reader = new SettingsReader(config);
        return reader.text(Setting.DEMO).isPresent() ? reader.flag(Setting.DEMO) : reader.flag(Setting.DEV);
    }

    /** Whether its tables are there, and ours. */
    public boolean isLaid() {
        return isLaid;
    }

    /** Whether people can use it: somebody wants it, its tables are there, and so is the sign-in of its accounts. */
    public boolean isOpen() {
        return isLaid && isWanted() && new SettingsReader(config).flag(Setting.DEV);
    }

    static boolean isDemo(Class<?> entity) {
        return ENTITIES.contains(entity);
    }

    /** Lays the tables if they are wanted or ours already, after Belfry's own schema. */
    void lay(DataSource database) throws SQLException {
        isLaid = lay(database, isWanted());
    }

    /**
     * Says in the log why the tables are left out, if they are.
     *
     * @return whether they are there, and ours
     * @throws SQLException if the database is away
     */
    static boolean lay(DataSource database, boolean isWanted) throws SQLException {
        try (var steps = DemoSteps.open(database)) {
            var begun = steps.laid() > 0;
            if (!begun && !isWanted) {
                return false;
            }
            var there = steps.tablesThere();
            if (!begun && !there.isEmpty()) {
                return leftOut("this database has its own " + listed(there));
            }
            if (begun && there.size() < TABLES.size()) {
                var gone =
                        TABLES.stream().filter(table -> !there.contains(table)).toList();
                return leftOut("it was here, and these of its tables are gone: " + listed(gone));
            }
            try {
                steps.layTheRest();
            } catch (SQLException e) {
                return refused(steps, begun, e);
            }
            return true;
        }
    }

    private static boolean leftOut(String why) {
        LOG.log(
                Level.WARNING,
                "DemoLeftOut: the tables and accounts of the demo are left out: {0}. BELFRY_DEMO=false says that they"
                        + " are not wanted",
                why);
        return false;
    }

    /** The database answers, but does not do it: that must not keep the rest of Belfry from starting. */
    private static boolean refused(DemoSteps steps, boolean begun, SQLException failure) throws SQLException {
        var state = String.valueOf(failure.getSQLState());
        if (state.startsWith("08") || state.startsWith("57") || state.startsWith("53")) {
            throw failure;
        }
        var why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
                + (state.equals("42501")
                        ? " (as its owner or a superuser: grant usage, create on schema public to "
                                + quoted(steps.role()) + ";)"
                        : "");
        if (begun) {
            LOG.log(Level.WARNING, "DemoNotUpgraded: the tables of the demo stay as they are: {0}", why);
            return true;
        }
        return leftOut(why);
    }

    private static String listed(Iterable<String> tables) {
        var names = new java.util.TreeSet<String>();
        tables.forEach(table -> names.add("public." + table));
        return String.join(", ", names);
    }
}
