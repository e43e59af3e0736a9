package dev.belfry.domain.messages;

import static dev.belfry.domain.change.Identifiers.quoted;

import java.sql.Connection;
import java.sql.SQLException;

/** Who may make partitions of {@code realtime.messages}: a member of the role that owns it, which may be another than Belfry's. */
sealed interface PartitionRights {

    /** Nobody need: it is no table of days, or has a place for every row already. */
    record NotNeeded() implements PartitionRights {}

    /** This server's role, as it is. */
    record Own() implements PartitionRights {}

    /** This server's role once it has taken on that one, to which they belong then. */
    record AsOwner(String owner) implements PartitionRights {}

    /** @param cure the statements for a superuser */
    record Missing(String owner, String role, String cure) implements PartitionRights {}

    /** Nothing at all can be kept there: why, and what to do. */
    record Unusable(String problem) implements PartitionRights {}

    String ASK = """
            select case
                when t.oid is null then 'there is no table realtime.messages, so nobody may join a private channel'
                when not has_table_privilege(t.oid, 'insert') or row_security_active(t.oid)
                    then format('the role %I may not write to realtime.messages past its policies: make it the owner, or alter '
                         'role %1$I bypassrls', current_user)
                end,
                t.relkind = 'p' and pg_get_partkeydef(t.oid) = 'RANGE (inserted_at)' and not exists (
                    select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = t.oid and pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'),
                current_user,
                pg_get_userbyid(t.relowner),
                pg_has_role(t.relowner, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end),
                pg_has_role(t.relowner, 'usage'),
                has_schema_privilege(t.relowner, t.relnamespace, 'create'),
                has_schema_privilege(t.relnamespace, 'create')
            from (select) one left join pg_class t on t.oid = to_regclass('realtime.messages')
            """;

    static PartitionRights of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(ASK)) {
            found.next();
            var problem = found.getString(1);
            if (problem != null) {
                return new Unusable(problem);
            }
            if (!found.getBoolean(2)) {
                return new NotNeeded();
            }
            var role = found.getString(3);
            var owner = found.getString(4);
            var ownerMakes = found.getBoolean(7);
            if (!role.equals(owner) && found.getBoolean(5) && ownerMakes) {
                return new AsOwner(owner);
            }
            if (found.getBoolean(6) && found.getBoolean(8)) {
                return new Own();
            }
            return new Missing(owner, role, cure(owner, role, ownerMakes));
        }
    }

    private static String cure(String owner, String role, boolean ownerMakes) {
        var membership = owner.equals(role) ? "" : "grant " + quoted(owner) + " to " + quoted(role) + "; ";
        var creation = ownerMakes ? "" : "grant create on schema realtime to " + quoted(owner) + "; ";
        return (membership + creation).strip();
    }
}
