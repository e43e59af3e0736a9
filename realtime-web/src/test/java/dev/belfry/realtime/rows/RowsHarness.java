package dev.belfry.realtime.rows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseError;
import dev.belfry.domain.capture.WriteListener;
import dev.belfry.domain.catalog.Catalogs;
import dev.belfry.realtime.rows.problem.DatabaseProblem;
import dev.belfry.realtime.rows.problem.RowsProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The row API behind the JDK's own HTTP server: what a request says and what comes of it, without an application server. The role is
 * what the header {@code X-Role} says, with the claims of {@code X-Claims}: tokens are somebody else's business.
 */
public final class RowsHarness implements AutoCloseable {

    private final HttpServer server;
    private final Rows rows;
    private final RequestReader reader;

    private RowsHarness(DataSource database, List<String> schemas, WriteListener listener, RowsLimits limits, int port)
            throws IOException {
        var catalogs = new Catalogs(database, schemas, System::nanoTime);
        rows = new Rows(catalogs, new PlainTransactions(database), listener, limits);
        reader = new RequestReader(schemas, limits);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static RowsHarness start(DataSource database, List<String> schemas, WriteListener listener, RowsLimits limits)
            throws IOException {
        return new RowsHarness(database, schemas, listener, limits, 0);
    }

    /** {@code RowsHarness <jdbc url> <user> <port> <schema> …} */
    public static void main(String[] arguments) throws IOException {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        new RowsHarness(
                database,
                List.of(arguments).subList(3, arguments.length),
                WriteListener.NONE,
                new RowsLimits(100_000, true, true),
                Integer.parseInt(arguments[2]));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            answer.headers().forEach(header -> exchange.getResponseHeaders().add(header.name(), header.value()));
            var body = answer.body() == null ? new byte[0] : answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        var role = headers.getOrDefault("x-role", List.of("anon")).getFirst();
        var json = headers.getOrDefault("x-claims", List.of("{\"role\":\"" + role + "\"}"))
                .getFirst();
        headers.remove("x-role");
        headers.remove("x-claims");
        try {
            var call = new RequestReader.Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers,
                    exchange.getRequestBody());
            return rows.answer(reader.read(call, new Claims(json, role, null, Instant.MAX)));
        } catch (RowsProblem problem) {
            return answer(problem);
        } catch (SQLException | RuntimeException e) {
            return answer(DatabaseError.of(e)
                    .map(error -> DatabaseProblem.of(error, role.endsWith("anonymous") || role.equals("anon")))
                    .orElseGet(() -> new RowsProblem(500, "XX000", e.toString(), null, null)));
        }
    }

    private static Answer answer(RowsProblem problem) {
        var answer =
                new Answer(problem.status(), List.of(), problem.body().toString()).with("Content-Type", Media.JSON);
        for (var header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
