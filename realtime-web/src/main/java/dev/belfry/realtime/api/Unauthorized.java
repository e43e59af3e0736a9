package dev.belfry.realtime.api;

import dev.belfry.domain.access.Verdict;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.JsonBody;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Refuses callers without a valid token as protocol §5.3 has it. */
@Provider
public class Unauthorized extends Caller.Filter {

    @Override
    protected ObjectNode refusal(Verdict.@Nullable Refused why) {
        return JsonBody.of("message", "Unauthorized")
                .put("detail", why == null ? "A bearer token or an apikey header is missing" : why.detail());
    }
}
