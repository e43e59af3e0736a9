package dev.belfry.realtime.rows;

import dev.belfry.domain.access.Verdict;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.JsonBody;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Refuses callers without a valid token as PostgREST does. */
@Provider
public class RowsCaller extends Caller.Filter {

    @Override
    protected ObjectNode refusal(Verdict.@Nullable Refused why) {
        return JsonBody.of("code", "PGRST301")
                .put("message", why == null ? "No API key found in request" : why.text())
                .putNull("details")
                .putNull("hint");
    }
}
