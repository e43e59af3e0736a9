package dev.belfry.realtime.rows;

import dev.belfry.domain.schema.UnusableValue;
import dev.belfry.realtime.http.Caller;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL objects to, told with its own code and words, and logged where it is no fault of the client's; what nobody
 * foresaw, told as that and logged.
 */
@Provider
public class DatabaseProblem implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = System.getLogger(DatabaseProblem.class.getName());
    private static final String REFUSED = "42501";
    private static final String DUPLICATE = "23505";

    @Context
    SecurityContext security;

    @Override
    public Response toResponse(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case RowsProblem problem -> {
                    return problem.response();
                }
                case WebApplicationException answer -> {
                    return of(answer.getResponse()).response();
                }
                case UnusableValue value -> {
                    return RowsProblem.badRequest("22P02", String.valueOf(value.getMessage()))
                            .response();
                }
                case SQLException sql
                when sql.getSQLState() != null -> {
                    return of(sql).response();
                }
                // The row is locked, so it is no other version: the policy kept the statement from it.
                case OptimisticLockException ignored -> {
                    return new RowsProblem(403, REFUSED, "row-level security keeps this row from being written", null)
                            .response();
                }
                case EntityExistsException ignored -> {
                    return new RowsProblem(409, DUPLICATE, "two rows of the request have the same key", null)
                            .response();
                }
                default -> {}
            }
        }
        LOG.log(Level.ERROR, "RowsFailed: a request could not be answered", thrown);
        return new RowsProblem(500, "XX000", "The request could not be answered; the server's log says why", null)
                .response();
    }

    /** Whether a row was there already. */
    static boolean isDuplicate(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DUPLICATE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Never without a body: supabase-js takes an empty 404 for success. */
    private static RowsProblem of(Response refused) {
        return switch (refused.getStatus()) {
            case 404 ->
                new RowsProblem(
                        404,
                        "PGRST125",
                        "Invalid path specified in request URL: only /rest/v1/{table} is served",
                        null);
            case 405 -> new RowsProblem(405, "PGRST117", "Unsupported HTTP method", null);
            default ->
                new RowsProblem(
                        refused.getStatus(),
                        Integer.toString(refused.getStatus()),
                        refused.getStatusInfo().getReasonPhrase(),
                        null);
        };
    }

    private RowsProblem of(SQLException sql) {
        var lines = String.valueOf(sql.getMessage()).lines().toList();
        var message = lines.getFirst().replaceFirst("^[A-Z]+: ", "");
        var status = status(sql.getSQLState(), message);
        if (status >= 500) {
            LOG.log(
                    Level.WARNING,
                    "RowsNotAnswered: PostgreSQL could not do what a request asks: SQLSTATE {0}: {1}",
                    sql.getSQLState(),
                    message);
        }
        return new RowsProblem(status, sql.getSQLState(), message, field(lines, "Detail: "), field(lines, "Hint: "));
    }

    /** As PostgREST has it, by the classes of PostgreSQL's codes (its appendix A); conflicts of transactions are 409. */
    private int status(String state, String message) {
        var isAnonymous = Caller.of(security).claims().role().equals("anon");
        return switch (state) {
            case REFUSED -> isAnonymous ? 401 : 403;
            case "23503", DUPLICATE -> 409;
            case "42883", "42P01" -> 404;
            case "22023" -> message.startsWith("role ") && message.endsWith(" does not exist") ? 401 : 400;
            case "25006" -> 405;
            case "P0001" -> 400;
            case "42P17", "53400", "57014" -> 500;
            default ->
                switch (state.substring(0, 2)) {
                    case "40" -> 409;
                    case "08", "53", "57" -> 503;
                    case "0L", "0P", "28" -> 403;
                    case "09", "25", "2D", "38", "39", "3B", "54", "55", "58", "F0", "HV", "P0", "XX" -> 500;
                    default -> 400;
                };
        };
    }

    private static @Nullable String field(List<String> lines, String name) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse(null);
    }
}
