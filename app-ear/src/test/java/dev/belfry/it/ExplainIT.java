package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Why a row did not arrive, decided by PostgreSQL's policies. */
@ExtendWith(RunningServer.Extension.class)
@Timeout(120)
class ExplainIT {

    private static final String ADA = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String BEN = "bbbbbbbb-0000-4000-8000-000000000002";

    private final RunningServer server;
    private final String table = "notes_" + UUID.randomUUID().toString().substring(0, 8);

    ExplainIT(RunningServer server) {
        this.server = server;
    }

    @BeforeEach
    void makeTable() throws SQLException {
        execute("create table public." + table + " (n int primary key, owner uuid, word text, secret text)");
        execute("alter table public." + table + " enable row level security");
        execute("grant select on public." + table + " to authenticated, service_role");
        execute("create policy service on public." + table + " to service_role using (true)");
    }

    @AfterEach
    void dropTable() throws SQLException {
        execute("drop table public." + table);
    }

    @Test
    void whatIsSaidToBeDeliveredIsAndWhatIsNotIsNot() throws Exception {
        published();
        policy("mine", "owner = auth.uid()");
        try (var ada = User.open(server, "authenticated", Map.of("sub", ADA))
                .listens("a", "\"table\":\"" + table + "\",\"filter\":\"word=eq.b\"", "\"table\":\"" + table + "\"")) {
            insert(1, ADA, "a");
            assertThat(ada.change().path("ids").toString()).isEqualTo("[2]");

            var explained = explain(token(ADA), "\"key\":{\"n\":1}", """
                    [{"event":"*","table":"%1$s","filter":"word=eq.b"},{"event":"*","table":"%1$s"}]""".formatted(table));

            assertThat(explained.at("/bindings/0/reason").asString()).isEqualTo("filter");
            assertThat(explained.at("/bindings/0/conditions").toString())
                    .isEqualTo("[{\"condition\":\"word=eq.b\",\"column\":\"word\",\"holds\":false,\"value\":\"a\"}]");
            assertThat(explained.at("/bindings/1/delivered").asBoolean()).isTrue();
            assertThat(explained.at("/change/type").asString()).isEqualTo("INSERT");
            assertThat(explained.at("/change/key").toString()).isEqualTo("{\"n\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "owner = auth.uid()",
        "owner = auth.uid() and length(word) < 5",
        "1 / (n - 1) = 5 and owner = auth.uid()"
    })
    void aHiddenRowIsAsOneThatIsNotThere(String condition) throws Exception {
        published();
        policy("mine", condition);
        insert(1, BEN, "a");
        heard();

        var hidden = explain(token(ADA), "\"key\":{\"n\":1}", all());
        var absent = explain(token(ADA), "\"key\":{\"n\":7}", all());

        assertThat(hidden.path("reason").asString()).isEqualTo("nothing_to_see");
        assertThat(hidden).isEqualTo(absent);
        assertThat(hidden.toString()).doesNotContain(BEN, "secret");
    }

    @Test
    void theServiceIsToldWhichPolicyRefusesAUser() throws Exception {
        published();
        policy("mine", "owner = auth.uid()");
        policy("short", "length(word) < 3 and n < 0");
        execute("create policy sane on public." + table
                + " as restrictive for select to authenticated using (word is not null)");
        insert(1, BEN, "long enough");
        heard();

        var refused = explain(service(), "\"key\":{\"n\":1},\"for\":{\"token\":\"" + token(ADA) + "\"}", all());
        var allowed = explain(
                service(), "\"key\":{\"n\":1},\"for\":{\"role\":\"authenticated\",\"sub\":\"" + BEN + "\"}", all());

        assertThat(refused.path("as").toString()).isEqualTo("{\"role\":\"authenticated\",\"sub\":\"" + ADA + "\"}");
        assertThat(refused.path("reason").asString()).isEqualTo("policy");
        assertThat(refused.path("policies").findValuesAsString("name")).containsExactly("mine", "sane", "short");
        assertThat(refused.path("policies").findValues("holds").toString()).isEqualTo("[false, true, false]");
        assertThat(refused.at("/bindings/0/said").asString()).contains("“mine” using", "“short” using");
        assertThat(allowed.at("/bindings/0/delivered").asBoolean()).isTrue();
        assertThat(allowed.path("policies")).isEmpty();
    }

    @Test
    void aRowFromBeforeIsThereAndHasNotChanged() throws Exception {
        policy("mine", "owner = auth.uid()");
        insert(1, ADA, "a");
        insert(2, BEN, "a");
        published();

        assertThat(explain(token(ADA), "\"key\":{\"n\":\"1\"}", all())
                        .path("reason")
                        .asString())
                .isEqualTo("no_change_known");
        assertThat(explain(token(ADA), "\"key\":{\"n\":2}", all())
                        .path("reason")
                        .asString())
                .isEqualTo("nothing_to_see");
        assertThat(explain(service(), "\"key\":{\"n\":2},\"for\":{\"token\":\"" + token(ADA) + "\"}", all())
                        .path("reason")
                        .asString())
                .isEqualTo("policy");
    }

    @Test
    void aTableThatIsNotPublishedAndOneThatMayNotBeReadAreNamed() throws Exception {
        assertThat(explain(token(ADA), "\"event\":\"*\"", "[]").path("reason").asString())
                .isEqualTo("table_not_announced");
        published();
        assertThat(explain(server.signer().apiKey("anon"), "\"event\":\"*\"", "[]")
                        .path("said")
                        .asString())
                .contains("GRANT SELECT ON public." + table + " TO anon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no json | 400 {\"message\":\"The body must be a JSON object: {\\\"table\\\":…}\"}",
                "[] | 400 {\"message\":\"The body must be a JSON object: {\\\"table\\\":…}\"}",
                "{} | 422 {\"errors\":{\"table\":[\"must be a name\"]}}",
                "{\"table\":\"challenges\",\"key\":{\"id\":1}} | 422 {\"errors\":{\"key\":[\"is none of public.challenges: ERROR 22P02"
                        + " (invalid_text_representation) invalid input syntax for type uuid: \\\"1\\\"\"]}}",
                "{\"table\":\"t\",\"for\":{\"role\":\"service_role\"}} | 403 {\"message\":\"Only the service role may ask for somebody"
                        + " else: leave out `for`\"}",
            })
    void aQuestionThatIsNoneIsRefused(String body, String answer) throws Exception {
        assertThat(post(token(ADA), body)).isEqualTo(answer);
    }

    @Test
    void nobodyIsAskedForWhoCannotBe() throws Exception {
        assertThat(post(service(), "{\"table\":\"challenges\",\"for\":{\"role\":\"postgres\"}}"))
                .startsWith("422 {\"errors\":{\"for\":")
                .contains("The role postgres is not accepted");
        assertThat(post(service(), "{\"table\":\"challenges\",\"for\":{\"token\":\"nonsense\"}}"))
                .contains("not a valid JWT");
        assertThat(post("nonsense", "{\"table\":\"challenges\"}")).startsWith("401 ");
    }

    /** Until the server has heard all that was written. */
    private void heard() throws Exception {
        try (var service = User.open(server, service(), "").listens("s", "\"table\":\"" + table + "\"")) {
            insert(1000, BEN, "last");
            service.change();
        }
    }

    private JsonNode explain(String token, String question, String bindings) throws Exception {
        var answer =
                post(token, "{\"table\":\"" + table + "\"," + question + ",\"postgres_changes\":" + bindings + "}");
        assertThat(answer).startsWith("200 ");
        return Json.MAPPER.readTree(answer.substring(4));
    }

    private String post(String token, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/realtime/v1/api/changes/explain"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }

    private String all() {
        return "[{\"event\":\"*\",\"table\":\"" + table + "\"}]";
    }

    private String token(String subject) {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        subject,
                        "exp",
                        Instant.now().getEpochSecond() + 3600));
    }

    private String service() {
        return server.signer().apiKey("service_role");
    }

    private void published() throws SQLException, InterruptedException {
        Thread.sleep(150); // tables that were read in the last 100 ms are not read again
        execute("alter publication supabase_realtime add table public." + table);
    }

    private void policy(String name, String condition) throws SQLException {
        execute("create policy " + name + " on public." + table + " for select to authenticated using (" + condition
                + ")");
    }

    private void insert(int n, String owner, String word) throws SQLException {
        execute("insert into public." + table + " values (" + n + ", '" + owner + "', '" + word + "', 'secret')");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
