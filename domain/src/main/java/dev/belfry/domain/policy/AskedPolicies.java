package dev.belfry.domain.policy;

import dev.belfry.domain.policy.PolicyCatalog.TableRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The policies that PostgreSQL has to be asked about: they need more than the row and the caller's claims, or could not be compiled. */
public final class AskedPolicies {

    /** A policy of a table. */
    public record Asked(String schema, String table, String name) {}

    private AskedPolicies() {}

    /**
     * Those of a table that decide what one of the roles sees.
     *
     * @param connection in a transaction, whose search path changes
     */
    public static List<Asked> of(Connection connection, String schema, String table, Collection<String> roles)
            throws SQLException {
        var facts = PolicyCatalog.read(
                connection,
                roles.stream().map(role -> new TableRole(schema, table, role)).toList());
        return facts.grants().entrySet().stream()
                .flatMap(known ->
                        PolicyCatalog.compile(known.getValue(), known.getKey().role(), facts.functions())
                                .policies()
                                .stream())
                .filter(part -> Terms.asks(part.term()))
                .map(part -> new Asked(schema, table, part.policy().name()))
                .distinct()
                .toList();
    }
}
