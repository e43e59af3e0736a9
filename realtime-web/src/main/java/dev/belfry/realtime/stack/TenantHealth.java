package dev.belfry.realtime.stack;

import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.JsonBody;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/tenants/{id}/health} (protocol §8), as the health checks of Supabase's compose files ask for it. There are no tenants here:
 * any id is this server's. It is healthy when {@code /health/ready} says so, and otherwise 503, for curl's {@code -f}.
 */
@WebServlet(urlPatterns = {"/api/tenants/*", "/realtime/v1/api/tenants/*"})
public class TenantHealth extends HttpServlet {

    @Inject
    @Readiness
    transient Instance<HealthCheck> probes;

    @Inject
    transient ChosenSource chosen;

    @Inject
    transient TokenVerifier verifier;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var method = request.getMethod();
        if (!isHealth(request.getPathInfo())) {
            JsonBody.write(response, HttpServletResponse.SC_NOT_FOUND, noTenants());
        } else if (method.equals("GET") || method.equals("HEAD")) {
            health(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD, OPTIONS");
            if (method.equals("OPTIONS")) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            } else {
                JsonBody.write(
                        response,
                        HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                        JsonBody.of("message", "The health of a tenant is asked for by GET or HEAD"));
            }
        }
    }

    private void health(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var refusal = refusal(Caller.token(request.getHeader("authorization"), request.getHeader("apikey")));
        if (refusal != null) {
            response.setHeader("WWW-Authenticate", "Bearer");
            JsonBody.write(response, HttpServletResponse.SC_UNAUTHORIZED, refusal);
            return;
        }
        var ups = ups();
        var isHealthy = !ups.isEmpty() && !ups.containsValue(false);
        JsonBody.write(
                response,
                isHealthy ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                body(isHealthy, ups));
    }

    private @Nullable ObjectNode refusal(@Nullable String token) {
        if (token == null) {
            return unauthorized("A bearer token or an apikey header is missing");
        }
        return verifier.verify(token) instanceof Verdict.Refused refused ? unauthorized(refused.detail()) : null;
    }

    private static ObjectNode unauthorized(String detail) {
        return JsonBody.of("message", "Unauthorized").put("detail", detail);
    }

    private Map<String, Boolean> ups() {
        var ups = new TreeMap<String, Boolean>();
        for (var probe : probes) {
            var answer = probe.call();
            ups.put(answer.getName(), answer.getStatus() == Status.UP);
        }
        return ups;
    }

    /** The last two are what a cluster would say. */
    private ObjectNode body(boolean isHealthy, Map<String, Boolean> ups) {
        var body = Json.MAPPER.createObjectNode();
        body.putObject("data")
                .put("healthy", isHealthy)
                .put("db_connected", ups.getOrDefault("database", false))
                .put("replication_connected", chosen.is(ChosenSource.Source.WAL) && ups.getOrDefault("changes", false))
                .put("connected_cluster", 1)
                .put("region", "local")
                .put("node", "belfry");
        return body;
    }

    private static boolean isHealth(@Nullable String path) {
        return path != null && path.matches("/[^/]+/health/?");
    }

    private static ObjectNode noTenants() {
        return JsonBody.of(
                "message",
                "Belfry has one tenant, its database, and nothing to administer here: /api/tenants/{id}/health is all that is served");
    }
}
