package dev.belfry.realtime.rows;

import dev.belfry.domain.replication.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL with a schema that Belfry has never seen, and the row API in front of it. */
final class ServedDatabase implements AutoCloseable {

    private static final String ROLES = """
            create role anon nologin;
            create role authenticated nologin;
            create schema api;
            grant usage on schema public, api to anon, authenticated;
            """;

    final RecordedWrites writes = new RecordedWrites();
    private final TestPostgres postgres;
    private final RowsHarness harness;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServedDatabase(TestPostgres postgres) throws IOException {
        this.postgres = postgres;
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.url());
        database.setUser("postgres");
        harness = RowsHarness.start(database, List.of("public", "api"), writes, new RowsLimits(1000, true, true));
    }

    static ServedDatabase of(String schema) throws Exception {
        var postgres = TestPostgres.start(Map.of());
        postgres.run(ROLES + schema);
        return new ServedDatabase(postgres);
    }

    void run(String sql) throws SQLException {
        postgres.run(sql);
    }

    String ask(String sql) throws SQLException {
        return postgres.ask(sql);
    }

    /** A request in the role {@code authenticated}; the path may have characters that a URL escapes. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(harness.url() + escaped(path)))
                .header("X-Role", "authenticated")
                .method(method, BodyPublishers.ofString(body));
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String get(String path) {
        return send("GET", path, "").body().replaceAll(" ?\n ?", "");
    }

    private static String escaped(String path) {
        var escaped = new StringBuilder();
        for (var octet : path.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            var character = (char) (octet & 0xff);
            if (character <= ' ' || character > '~' || "\"<>\\^`{|}#[]".indexOf(character) >= 0) {
                escaped.append('%').append(String.format("%02X", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    @Override
    public void close() throws IOException {
        harness.close();
        http.close();
        postgres.close();
    }
}
