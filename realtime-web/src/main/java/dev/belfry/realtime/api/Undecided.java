package dev.belfry.realtime.api;

import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.realtime.http.JsonBody;
import jakarta.ws.rs.core.Response;

/** The answer where nobody can say what a caller may do, or what was sent is not kept (protocol §5.3). */
final class Undecided {

    private Undecided() {}

    static Response response(MessagesFailed.Reason reason) {
        return switch (reason) {
            case POLICY_ERROR -> response(422, "RLS policy error");
            case QUERY_CANCELED -> response(422, "Query canceled");
            case MISSING_PARTITION -> response(422, "Missing messages partition");
            case DATABASE_AWAY -> response(422, "Tenant database unavailable");
            case NOT_STORABLE -> response(422, "The database cannot keep this payload");
            case NO_CONNECTION -> response(429, "Connection pool exhausted");
            case NOT_PREPARED -> response(500, "Unable to authorize broadcast");
        };
    }

    private static Response response(int status, String message) {
        return Response.status(status)
                .entity(JsonBody.of("message", message).toString())
                .build();
    }
}
