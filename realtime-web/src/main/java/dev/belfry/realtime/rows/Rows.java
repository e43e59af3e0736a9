package dev.belfry.realtime.rows;

import dev.belfry.domain.access.DatabaseError;
import dev.belfry.domain.access.RoleTransactions;
import dev.belfry.domain.access.RoleTransactions.Outcome;
import dev.belfry.domain.capture.WriteListener;
import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.Catalogs;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.realtime.rows.plan.Similar;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.problem.RowsProblem;
import java.sql.SQLException;
import java.util.Set;

/**
 * Answers requests for rows and functions: finds what they name in the catalog, and runs one statement under the caller's role.
 *
 * <p>A request that meets something which the catalog does not know, or which PostgreSQL does not know any more, is tried once
 * again with a catalog that is fresh. Any thread; each call waits for the database.
 */
public final class Rows {

    private static final Set<String> OF_THE_CATALOG =
            Set.of("PGRST200", "PGRST201", "PGRST202", "PGRST203", "PGRST204", "PGRST205");

    /** PostgreSQL knows no such column, relation, function, type or key, or another type of it. */
    private static final Set<String> OF_ANOTHER_CATALOG =
            Set.of("42703", "42P01", "42883", "42704", "42P10", "42804", "42702", "3F000", "42809", "0A000", "XX000");

    private final Catalogs catalogs;
    private final RoleTransactions transactions;
    private final WriteListener listener;
    private final RowsLimits limits;

    Rows(Catalogs catalogs, RoleTransactions transactions, WriteListener listener, RowsLimits limits) {
        this.catalogs = catalogs;
        this.transactions = transactions;
        this.listener = listener;
        this.limits = limits;
    }

    /**
     * Does what the request asks for.
     *
     * @throws RowsProblem if it cannot be done by any catalog
     * @throws SQLException what PostgreSQL objects to
     */
    Answer answer(RowsRequest request) throws SQLException {
        var catalog = catalogs.current();
        try {
            return answer(request, catalog);
        } catch (RowsProblem problem) {
            if (!OF_THE_CATALOG.contains(problem.code())) {
                throw problem;
            }
            return again(request, catalog, problem);
        } catch (SQLException e) {
            var state = DatabaseError.of(e).map(DatabaseError::state).orElse("");
            if (!OF_ANOTHER_CATALOG.contains(state)) {
                throw e;
            }
            return again(request, catalog, e);
        }
    }

    private <E extends Exception> Answer again(RowsRequest request, Catalog stale, E problem) throws SQLException, E {
        var fresh = catalogs.fresher(stale);
        if (fresh.version().equals(stale.version())) {
            throw problem;
        }
        return answer(request, fresh);
    }

    private Answer answer(RowsRequest request, Catalog catalog) throws SQLException {
        var exchange = exchange(request, catalog);
        if (request.verb() == RowsRequest.Verb.OPTIONS) {
            return exchange.allowed();
        }
        requireKnownPreferences(request);
        var work = exchange.work();
        return transactions.run(
                new Settings(request, catalog, exchange.isReadOnly(), exchange.settings()).all(), connection -> {
                    var answer = work.in(connection);
                    var isPlanned = request.media().plan() != null; // analyze runs what it plans
                    var isKept = !isPlanned && !request.preferences().isRolledBack();
                    if (!exchange.isReadOnly()) {
                        checkConstraints(connection);
                    }
                    return new Outcome<>(answer, isKept);
                });
    }

    /** What is put off until the end is told by the transaction's end, but then in nobody's words. */
    private static void checkConstraints(java.sql.Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set constraints all immediate");
        }
    }

    private static void requireKnownPreferences(RowsRequest request) {
        var preferences = request.preferences();
        if (preferences.isStrict() && !preferences.unknown().isEmpty()) {
            throw Problems.preferences(preferences.unknown());
        }
    }

    private Exchange exchange(RowsRequest request, Catalog catalog) {
        if (request.isFunction()) {
            return Calling.of(request, catalog, limits);
        }
        var relation = relation(request, catalog);
        return switch (request.verb()) {
            case GET, HEAD, OPTIONS -> new Reading(request, relation, catalog, limits);
            case POST, PUT -> Inserting.of(request, new Written(request, relation, catalog, listener));
            case PATCH, DELETE -> new Changing(request, new Written(request, relation, catalog, listener));
        };
    }

    private static Relation relation(RowsRequest request, Catalog catalog) {
        var name = request.target();
        return catalog.relation(name)
                .orElseThrow(() -> Problems.noRelation(
                        name,
                        Similar.to(name.name(), catalog.relationNames(name.schema()), Similar.LIKELY)
                                .map(similar -> "Perhaps you meant the table '" + name.schema() + "." + similar + "'")
                                .orElse(null)));
    }
}
