package dev.belfry.domain.replication;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether changes can be read from the write-ahead log. */
public sealed interface Feasibility {

    record Possible() implements Feasibility {}

    /**
     * Each a sentence for the operator.
     *
     * @param reason what is wrong
     * @param cure what to do about it
     */
    record Impossible(String reason, String cure) implements Feasibility {}

    String FACTS = """
            select current_setting('wal_level'),
                   current_user,
                   (select rolsuper or rolreplication from pg_roles where rolname = current_user)
                       or exists (select from pg_roles where rolname = 'rds_replication' and pg_has_role(oid, 'member')),
                   current_setting('max_replication_slots')::int,
                   (select count(*) from pg_replication_slots),
                   exists (select from pg_replication_slots where slot_name = ?),
                   current_setting('max_wal_senders')::int,
                   (select count(*) from pg_stat_replication where application_name <> ?),
                   exists (select from pg_publication where pubname = ?),
                   has_database_privilege(current_database(), 'create'),
                   current_database()
            """;

    /** Asks the database, as the role that would read. */
    static Feasibility of(Connection connection, ReplicationSettings settings) throws SQLException {
        var obstacles = obstacles(connection, settings);
        return obstacles.isEmpty() ? new Possible() : obstacles.getFirst();
    }

    /** All that is in the way, what has to be cured first before the rest. */
    static List<Impossible> obstacles(Connection connection, ReplicationSettings settings) throws SQLException {
        try (var statement = connection.prepareStatement(FACTS)) {
            statement.setString(1, settings.slot());
            statement.setString(2, settings.slot());
            statement.setString(3, settings.publication());
            try (var facts = statement.executeQuery()) {
                facts.next();
                return obstacles(facts, settings.publication());
            }
        }
    }

    private static List<Impossible> obstacles(ResultSet facts, String publication) throws SQLException {
        var role = facts.getString(2);
        var obstacles = new ArrayList<Impossible>();
        if (!facts.getString(1).equals("logical")) {
            obstacles.add(new Impossible(
                    "wal_level of PostgreSQL is " + facts.getString(1) + ".",
                    "Set wal_level = logical and restart PostgreSQL."));
        }
        if (!facts.getBoolean(3)) {
            obstacles.add(new Impossible(
                    "The role " + role + " may not replicate.",
                    "As a superuser: alter role \"" + role + "\" replication."));
        }
        if (!facts.getBoolean(6) && facts.getInt(5) >= facts.getInt(4)) {
            obstacles.add(new Impossible(
                    "All " + facts.getInt(4) + " replication slots are taken.",
                    "Drop one that is not used (pg_replication_slots), or raise max_replication_slots and restart"
                            + " PostgreSQL."));
        }
        if (facts.getInt(8) >= facts.getInt(7)) {
            obstacles.add(new Impossible(
                    "All " + facts.getInt(7) + " WAL senders are busy.",
                    "Raise max_wal_senders and restart PostgreSQL."));
        }
        if (!facts.getBoolean(9) && !facts.getBoolean(10)) {
            obstacles.add(new Impossible(
                    "The publication " + publication + " is missing, and the role " + role + " may not create it.",
                    "As a superuser: grant create on database \"" + facts.getString(11) + "\" to \"" + role
                            + "\", or create publication \"" + publication
                            + "\" with (publish_via_partition_root = true)."));
        }
        return List.copyOf(obstacles);
    }
}
