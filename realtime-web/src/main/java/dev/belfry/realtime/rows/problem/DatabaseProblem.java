package dev.belfry.realtime.rows.problem;

import dev.belfry.domain.access.DatabaseError;
import dev.belfry.domain.change.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What PostgreSQL objects to as an answer: its own code and words, with the status that PostgREST gives them. */
public final class DatabaseProblem {

    /** A function that raises this says all of the answer itself. */
    private static final String WHOLE_ANSWER = "PGRST";

    private static final Map<String, String> ASKS_FOR_TOKEN = Map.of("WWW-Authenticate", "Bearer");

    private DatabaseProblem() {}

    /** @param isAnonymous whether signing in might help */
    public static RowsProblem of(DatabaseError error, boolean isAnonymous) {
        if (error.state().equals(WHOLE_ANSWER)) {
            return raised(error);
        }
        var status = status(error, isAnonymous);
        return new RowsProblem(
                status,
                error.state(),
                error.message(),
                error.detail() == null ? null : StringNode.valueOf(error.detail()),
                error.hint(),
                status == 401 ? ASKS_FOR_TOKEN : Map.of());
    }

    /** By the classes of PostgreSQL's codes (its appendix A); conflicts of transactions are 409. */
    private static int status(DatabaseError error, boolean isAnonymous) {
        var message = error.message();
        return switch (error.state()) {
            case "42501" -> isAnonymous ? 401 : 403;
            case "23503", "23505" -> 409;
            case "42883" -> message.startsWith("function xmlagg(") ? 406 : 404;
            case "42P01" -> 404;
            case "21000" -> message.endsWith("requires a WHERE clause") ? 400 : 500;
            case "22023" -> message.startsWith("role ") && message.endsWith(" does not exist") ? 401 : 400;
            case "25006" -> 405;
            case "P0001" -> 400;
            case "42P17", "53400" -> 500;
            default -> statusOfClass(error.state());
        };
    }

    private static int statusOfClass(String state) {
        if (state.startsWith("PT") && state.substring(2).matches("[2-5]\\d\\d")) {
            return Integer.parseInt(state.substring(2));
        }
        return switch (state.substring(0, 2)) {
            case "40" -> 409;
            case "08", "53" -> 503;
            case "0L", "0P", "28" -> 403;
            case "57" -> state.equals("57P01") || state.equals("57P03") ? 503 : 500;
            case "09", "25", "2D", "38", "39", "3B", "54", "55", "58", "F0", "HV", "P0", "XX", "PT" -> 500;
            default -> 400;
        };
    }

    private static RowsProblem raised(DatabaseError error) {
        if (!(object(error.message()) instanceof ObjectNode told) || !told.has("code") || !told.has("message")) {
            return Problems.raised(
                    "Invalid JSON value for MESSAGE: '" + error.message() + "'",
                    "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.");
        }
        var cure =
                "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.";
        if (error.detail() == null) {
            return Problems.raised("DETAIL is missing in the RAISE statement", cure);
        }
        if (!(object(error.detail()) instanceof ObjectNode how)
                || !how.path("status").isInt()
                || !how.path("headers").isObject()) {
            return Problems.raised("Invalid JSON value for DETAIL: '" + error.detail() + "'", cure);
        }
        var headers = new HashMap<String, String>();
        how.path("headers").forEachEntry((name, value) -> headers.put(name, value.asString()));
        return new RowsProblem(
                how.path("status").asInt(),
                told.path("code").asString(),
                told.path("message").asString(),
                told.path("details").isMissingNode() ? null : told.path("details"),
                text(told.path("hint")),
                headers);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }

    private static @Nullable JsonNode object(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JacksonException | NumberFormatException e) {
            return null;
        }
    }
}
