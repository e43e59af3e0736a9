package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows over HTTP, header by header, and what depends on rights that the portal's own tables do not need. */
@ExtendWith(RunningServer.Extension.class)
class RowsIT {

    /** By itself Java's client asks to go over to HTTP/2, which no browser does without TLS. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final RunningServer server;
    private final String run = UUID.randomUUID().toString();

    RowsIT(RunningServer server) {
        this.server = server;
    }

    @BeforeEach
    void threeEvents() throws IOException, InterruptedException {
        var response = send("service_role", "POST", "/events", """
                [{"title":"%1$s a"},{"title":"%1$s b"},{"title":"%1$s c"}]""".formatted(run));
        assertThat(response.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | ''          | 200 | 0-2/*",
                "''                | count=exact | 200 | 0-2/3",
                "&limit=2          | ''          | 200 | 0-1/*",
                "&limit=2          | count=exact | 206 | 0-1/3",
                "&limit=2&offset=2 | count=exact | 206 | 2-2/3",
                "&offset=3         | count=exact | 206 | */3",
                "&offset=4         | count=exact | 416 | */3",
                "&offset=4         | ''          | 200 | */*",
                "&title=eq.none    | count=exact | 200 | */0"
            })
    void aPageSaysWhereItIsAndOfHowMany(String page, String prefer, int status, String range) throws Exception {
        for (var method : new String[] {"GET", "HEAD"}) {
            var response = send("service_role", method, mine(page), "", "Prefer", prefer);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Range").orElse(null))
                    .isEqualTo(range);
            assertThat(response.body().isEmpty()).isEqualTo(method.equals("HEAD"));
        }
    }

    @Test
    void theHeaderRangeAsksForAPage() throws Exception {
        var response = send("service_role", "GET", mine(""), "", "Range-Unit", "items", "Range", "1-1");

        assertThat(response.headers().firstValue("Content-Range")).contains("1-1/*");
        assertThat(Json.MAPPER.readTree(response.body()).path(0).path("title").asString())
                .isEqualTo(run + " b");
    }

    @Test
    void aRowThatWasMadeMaySayWhereItIs() throws Exception {
        var id = UUID.randomUUID();
        var response = send(
                "service_role",
                "POST",
                "/events",
                "{\"id\":\"" + id + "\",\"title\":\"x\"}",
                "Prefer",
                "return=headers-only, count=exact, unknown=1");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/events?id=eq." + id);
        assertThat(response.headers().firstValue("Content-Range")).contains("*/1");
        assertThat(response.headers().firstValue("Preference-Applied")).contains("return=headers-only, count=exact");
        assertThat(response.body()).isEmpty();
    }

    /** A role that may read some columns reads them by name; all of them it may not. */
    @Test
    void rightsToColumnsHold() throws Exception {
        run(
                "grant select (id, title) on public.events to anon",
                "create policy test_anon on public.events to anon using (true)");
        try {
            var named = send("anon", "GET", "/events?select=title&order=title&title=like." + run + "*", "");
            var counted = send("anon", "GET", "/events?select=count&title=like." + run + "*", "");
            var all = send("anon", "GET", mine(""), "");
            var filtered = send("anon", "GET", "/events?select=title&location=is.null", "");

            assertThat(named.body()).contains(run + " c");
            assertThat(counted.body()).isEqualTo("[{\"count\":3}]");
            assertThat(all.statusCode()).isEqualTo(401);
            assertThat(code(all)).isEqualTo("42501");
            assertThat(code(filtered)).isEqualTo("42501");
        } finally {
            run("drop policy test_anon on public.events", "revoke select (id, title) on public.events from anon");
        }
    }

    /** Who may delete and not update: there are such policies, for example of what one takes part in. */
    @Test
    void aRowThatMayNotBeUpdatedMayStillBeDeleted() throws Exception {
        run(
                "drop policy service_all on public.events",
                "create policy test_read on public.events for select to service_role using (true)",
                "create policy test_delete on public.events for delete to service_role using (title like '% a')");
        try {
            var updated =
                    send("service_role", "PATCH", mine(""), "{\"location\":\"x\"}", "Prefer", "return=representation");
            var deleted = send("service_role", "DELETE", mine("&select=title"), "", "Prefer", "return=representation");
            var left = send("service_role", "GET", mine("&select=title"), "");

            assertThat(updated.body()).isEqualTo("[]");
            assertThat(deleted.body()).isEqualTo("[{\"title\":\"" + run + " a\"}]");
            assertThat(left.body()).doesNotContain(run + " a").contains(run + " b");
        } finally {
            run(
                    "drop policy test_read on public.events",
                    "drop policy test_delete on public.events",
                    "create policy service_all on public.events to service_role using (true) with check (true)");
        }
    }

    /** As with RETURNING: what is asked for has to be visible. */
    @Test
    void aRowThatMayNotBeSeenIsMadeOnlyIfNobodyAsksForIt() throws Exception {
        run(
                "drop policy service_all on public.events",
                "create policy test_insert on public.events for insert to service_role with check (true)");
        try {
            var asked = send(
                    "service_role",
                    "POST",
                    "/events",
                    "{\"title\":\"" + run + " d\"}",
                    "Prefer",
                    "return=representation");
            var made = send("service_role", "POST", "/events", "{\"title\":\"" + run + " e\"}");

            assertThat(asked.statusCode()).isEqualTo(403);
            assertThat(code(asked)).isEqualTo("42501");
            assertThat(made.statusCode()).isEqualTo(201);
        } finally {
            run(
                    "drop policy test_insert on public.events",
                    "create policy service_all on public.events to service_role using (true) with check (true)");
        }
        assertThat(send("service_role", "GET", mine("&select=title"), "").body())
                .contains(run + " e")
                .doesNotContain(run + " d");
    }

    @Test
    void whatTakesTooLongIsEnded() throws Exception {
        run(
                "create policy test_slow on public.events as restrictive for select to service_role using (pg_sleep(60) is not null)");
        try {
            var response = send("service_role", "GET", mine("&limit=1"), "");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(code(response)).isEqualTo("57014");
        } finally {
            run("drop policy test_slow on public.events");
        }
    }

    @Test
    void manyRowsAreWrittenAtOnce() throws Exception {
        var rows = "[" + "{\"title\":\"x\"},".repeat(20_000) + "{\"title\":\"x\"}]";

        var response = send("service_role", "POST", "/events", rows, "Prefer", "tx=rollback, count=exact");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Range")).contains("*/20001");
    }

    @Test
    void aUrlThatIsTooLongIsRefusedWithASentence() throws Exception {
        var response = send("service_role", "GET", "/events?title=eq." + "x".repeat(70_000), "");

        assertThat(response.statusCode()).isEqualTo(414);
        assertThat(response.body()).contains("URL");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        var response = send("service_role", "POST", "/events", "{\"title\":\"" + "x".repeat(17 << 20) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(code(response)).isEqualTo("54000");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404, PGRST126",
        "POST, /rpc/nope, 404, PGRST202",
        "PUT, /events, 405, PGRST105",
        "GET, /a/b, 404, PGRST125"
    })
    void whatIsNotServedIsSaid(String method, String path, int status, String code) throws Exception {
        var response = send("service_role", method, path, "");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(code(response)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                      | PGRST102",
                "''                     | PGRST102",
                "1                      | PGRST102",
                "[1]                    | PGRST102",
                "[{\"title\":\"x\"},{}] | PGRST102",
                "{\"nope\":1}           | PGRST204",
                "{\"starts_at\":\"soon\"} | 22007",
                "{\"capacity\":1e99}    | 22P02"
            })
    void bodiesThatAreNoRowsAreRefused(String body, String code) throws Exception {
        var response = send("service_role", "POST", "/events", body);

        assertThat(code(response)).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"version\":\"abc\"} | 400 | 22P02",
                "{\"version\":{}}      | 400 | 22P02",
                "{\"version\":77}      | 409 | 40001",
                "{\"id\":{}}           | 400 | 22P02",
                "{\"id\":null}         | 400 | 23502"
            })
    void changesThatCannotBeAreRefused(String body, int status, String code) throws Exception {
        var response = send("service_role", "PATCH", mine("&limit=1"), body);

        assertThat(code(response)).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void anAnswerThatIsTooLargeIsRefused() throws Exception {
        send("service_role", "PATCH", mine(""), "{\"description\":\"" + "x".repeat(1 << 20) + "\"}");
        var columns =
                IntStream.range(0, 11).mapToObj(n -> "c" + n + ":description").collect(Collectors.joining(","));

        var response = send("service_role", "GET", mine("&select=" + columns), "");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(code(response)).isEqualTo("54000");
        assertThat(send("service_role", "GET", mine("&select=description"), "").statusCode())
                .isEqualTo(200);
    }

    private String mine(String more) {
        return "/events?title=like." + run + "*" + (more.contains("select") ? "" : "&order=title") + more;
    }

    private static String code(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body()).path("code").asString();
    }

    private HttpResponse<String> send(String role, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/rest/v1" + path.replace(" ", "%20")))
                .header("apikey", server.signer().apiKey(role))
                .method(method, BodyPublishers.ofString(body));
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private void run(String... statements) throws SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
