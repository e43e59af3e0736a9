package dev.belfry.realtime.rows;

import dev.belfry.domain.schema.UnusableValue;
import dev.belfry.realtime.http.Caller;
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

/** What PostgreSQL objects to, told with its own code and words; what nobody foresaw, told as that and logged. */
@Provider
public class DatabaseProblem implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = System.getLogger(DatabaseProblem.class.getName());
    private static final String REFUSED = "42501";

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
                    return answer.getResponse();
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
                default -> {}
            }
        }
        LOG.log(Level.ERROR, "RowsFailed: a request could not be answered", thrown);
        return new RowsProblem(500, "XX000", "The request could not be answered; the server's log says why", null)
                .response();
    }

    private RowsProblem of(SQLException sql) {
        var lines = String.valueOf(sql.getMessage()).lines().toList();
        return new RowsProblem(
                status(sql.getSQLState()),
                sql.getSQLState(),
                lines.getFirst().replaceFirst("^ERROR: ", ""),
                detail(lines));
    }

    private int status(String state) {
        if (state.equals(REFUSED)) {
            return Caller.of(security).claims().role().equals("anon") ? 401 : 403;
        }
        // Classes of PostgreSQL's error codes: 22 data, 23 constraints, 08 and 57 the server's own trouble.
        return switch (state.substring(0, 2)) {
            case "22" -> 400;
            case "23" -> state.equals("23505") || state.equals("23503") ? 409 : 400;
            case "40" -> 409;
            case "08", "53", "57" -> 503;
            default -> 400;
        };
    }

    private static @Nullable String detail(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("Detail: "))
                .map(line -> line.substring("Detail: ".length()))
                .findFirst()
                .orElse(null);
    }
}
