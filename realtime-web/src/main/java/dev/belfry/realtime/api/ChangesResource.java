package dev.belfry.realtime.api;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.changes.Explainer;
import dev.belfry.realtime.changes.RowQuestion;
import dev.belfry.realtime.changes.UnusableQuestion;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.JsonBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.Semaphore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a row did not arrive (docs/channels.md): for the caller, who is told nothing that it may not see, or for somebody else, if the caller
 * is the service role.
 */
@Path("/changes")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ChangesResource {

    private static final int UNPROCESSABLE = 422;
    private static final String SERVICE = "service_role";

    @Inject
    Explainer explainer;

    @Inject
    TokenVerifier verifier;

    @Inject
    Places places;

    @Context
    SecurityContext security;

    /** So many are explained at once: each may wait for slow policies. */
    @ApplicationScoped
    static class Places {

        static final int MOST = 4;

        private final Semaphore free = new Semaphore(MOST);

        boolean take() {
            return free.tryAcquire();
        }

        void give() {
            free.release();
        }
    }

    @POST
    @Path("/explain")
    public Response explain(byte[] body) {
        if (!(read(body) instanceof ObjectNode asked)) {
            return answer(400, JsonBody.of("message", "The body must be a JSON object: {\"table\":…}"));
        }
        var caller = Caller.of(security).claims();
        if (asked.hasNonNull("for") && !caller.role().equals(SERVICE)) {
            return answer(
                    403, JsonBody.of("message", "Only the service role may ask for somebody else: leave out `for`"));
        }
        if (!places.take()) {
            return answer(
                    429,
                    JsonBody.of("message", "Too many questions at once, ask again in a moment")
                            .put("limit", Places.MOST + " questions at once"));
        }
        try {
            var question = RowQuestion.of(asked, caller, asked.hasNonNull("for") ? about(asked.path("for")) : caller);
            return answer(200, ExplanationJson.of(explainer.explain(question)));
        } catch (UnusableQuestion e) {
            var errors = Json.MAPPER.createObjectNode();
            errors.putObject("errors").putArray(e.field()).add(e.getMessage());
            return answer(UNPROCESSABLE, errors);
        } catch (DatabaseAway e) {
            return answer(503, JsonBody.of("message", "PostgreSQL cannot be asked just now, ask again in a moment"));
        } finally {
            places.give();
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException | NumberFormatException e) {
            return Json.MAPPER.missingNode();
        }
    }

    /** @param somebody a token's {@code token}, or the claims that would stand in one */
    private Claims about(JsonNode somebody) throws UnusableQuestion {
        var verdict = somebody.path("token").isString()
                ? verifier.verify(somebody.path("token").asString())
                : somebody instanceof ObjectNode claims
                        ? verifier.unsigned(claims)
                        : new Verdict.Refused(Verdict.Reason.INCOMPLETE, "neither a token nor claims with a role");
        return switch (verdict) {
            case Verdict.Verified(var claims) -> claims;
            case Verdict.Refused refused -> throw UnusableQuestion.nobody(refused.detail());
        };
    }

    private static Response answer(int status, ObjectNode body) {
        return Response.status(status).entity(body.toString()).build();
    }
}
