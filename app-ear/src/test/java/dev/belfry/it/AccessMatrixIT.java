package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two users, each with a secret: whatever one tries, over each way, the other's secret does not arrive; and each time the other does get
 * it, so that it was there to be had. The table of docs/security.md, row by row.
 */
@ExtendWith(RunningServer.Extension.class)
@Timeout(120)
class AccessMatrixIT {

    private static final String TABLE = "matrix_notes";

    private final RunningServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String adasId = UUID.randomUUID().toString();
    private final String bensId = UUID.randomUUID().toString();
    private final String secret = "secret-of-ada-" + UUID.randomUUID();
    private final String room = "matrix-" + adasId;
    private final List<String> bensAnswers = new CopyOnWriteArrayList<>();
    private final List<User> bens = new ArrayList<>();
    private final List<User> adas = new ArrayList<>();

    AccessMatrixIT(RunningServer server) {
        this.server = server;
    }

    @BeforeAll
    static void prepare(RunningServer server) throws SQLException {
        execute(server, """
                create table public.matrix_notes (n bigserial primary key, owner uuid, body text, open boolean default false);
                alter table public.matrix_notes enable row level security;
                alter table public.matrix_notes replica identity full;
                grant select on public.matrix_notes to anon, authenticated;
                create policy own on public.matrix_notes for select to authenticated using (owner = auth.uid() or open);
                alter publication supabase_realtime add table public.matrix_notes;
                create policy matrix_rooms on realtime.messages for all to authenticated
                    using (realtime.topic() = 'matrix-' || auth.uid()) with check (realtime.topic() = 'matrix-' || auth.uid());
                """);
    }

    @AfterAll
    static void tidy(RunningServer server) throws SQLException {
        execute(server, "drop table public.matrix_notes; drop policy matrix_rooms on realtime.messages");
    }

    @BeforeEach
    void aDraftOfAdas() throws Exception {
        var answer = rest(adasId, "POST", "challenges", """
                {"id":"%s","title":"%s","status":"draft","created_by":"%s"}""".formatted(UUID.randomUUID(), secret, adasId));
        assertThat(answer).contains(secret);
    }

    @AfterEach
    void nothingOfAdasHasArrived() throws Exception {
        for (var ben : bens) {
            ben.send("[null,\"999\",\"phoenix\",\"heartbeat\",{}]");
            ben.await("\"999\"");
            assertThat(ben.everything()).noneMatch(this::tells);
            ben.close();
        }
        for (var ada : adas) {
            ada.close();
        }
        assertThat(bensAnswers).noneMatch(answer -> answer.contains(secret));
    }

    @Test
    void rowsOverHttp() throws Exception {
        assertThat(rest(adasId, "GET", "challenges?title=eq." + secret, null)).contains(secret);

        for (var query : List.of(
                "challenges",
                "challenges?title=eq." + secret,
                "challenges?select=title&created_by=eq." + adasId,
                "challenges?or=(title.like.secret*,status.eq.draft)&order=title",
                "challenges?select=*,title&limit=1000&offset=0",
                "realtime.messages",
                "messages",
                TABLE,
                "accounts",
                "belfry.accounts",
                "users",
                "auth.users")) {
            ask("GET", query, null);
        }
        assertThat(ask("GET", "challenges?select=title&title=eq." + secret, null))
                .isEqualTo("[]");
    }

    @Test
    void changesOverHttpNeitherSucceedNorTell() throws Exception {
        assertThat(ask("PATCH", "challenges?title=eq." + secret, "{\"title\":\"taken\"}"))
                .isEqualTo("[]");
        assertThat(ask("DELETE", "challenges?title=eq." + secret, null)).isEqualTo("[]");
        ask(
                "POST",
                "challenges",
                "{\"id\":\"" + UUID.randomUUID() + "\",\"title\":\"forged\",\"created_by\":\"" + adasId + "\"}");

        assertThat(rest(adasId, "GET", "challenges?created_by=eq." + adasId, null))
                .contains(secret)
                .doesNotContain("taken", "forged");
    }

    @Test
    void changesWithoutAndWithAFilter() throws Exception {
        var ada = ada("").listens("a", table());
        ben("").listens("a", table());
        ben("").listens("b", table() + ",\"filter\":\"body=eq." + secret + "\"");
        ben("").listens("c", table() + ",\"filter\":\"owner=eq." + adasId + "\"");
        ben("").listens("d", table() + ",\"filter\":\"or(body.like.secret%,open.is.false)\",\"leave\":true");
        var anon = User.open(server, server.signer().apiKey("anon"), "");
        bens.add(anon);
        anon.listens("e", table());

        insert(secret);

        assertThat(ada.change().at("/data/record/body").stringValue()).isEqualTo(secret);
        assertNoChangeFor(bens);
    }

    @Test
    void oldRowsOfRowsThatBecomeVisibleAndDeletesOfOthers() throws Exception {
        insert(secret);
        insert(secret);
        var ada = ada("").listens("a", table());
        var ben = ben("").listens("a", table());

        execute(
                server,
                "update public.matrix_notes set open = true, body = 'public now' where n = (select min(n) from"
                        + " public.matrix_notes where body = '" + secret + "')");
        execute(server, "delete from public.matrix_notes where body = '" + secret + "'");

        assertThat(ada.change().at("/data/old_record/body").stringValue()).isEqualTo(secret);
        assertThat(ada.change().at("/data/old_record/body").stringValue()).isEqualTo(secret);
        var opened = ben.change().path("data");
        assertThat(opened.at("/record/body").stringValue()).isEqualTo("public now");
        assertThat(opened.path("old_record").size()).isEqualTo(1);
        assertNoChangeFor(bens);
    }

    @Test
    void listsOfColumns() throws Exception {
        var ada = ada("").listens("a", table() + ",\"select\":[\"body\"]");
        ben("").listens("a", table() + ",\"select\":[\"body\"]");

        insert(secret);

        assertThat(ada.change().at("/data/record/body").stringValue()).isEqualTo(secret);
        assertNoChangeFor(bens);
    }

    @Test
    void sinceATime() throws Exception {
        var since = Instant.now();
        insert(secret);
        var asked = table() + ",\"since\":\"" + since + "\"";

        assertThat(ada("").listens("a", asked).change().at("/data/record/body").stringValue())
                .isEqualTo(secret);
        ben("").listens("a", asked);
        assertNoChangeFor(bens);
    }

    @Test
    void thePlaceOfSomebodyElsesPage() throws Exception {
        var page = "&client=" + UUID.randomUUID();
        ada(page).listens("a", table()).close();
        adas.clear();
        insert(secret);

        ben(page).listens("a", table());
        assertNoChangeFor(bens);

        assertThat(ada(page)
                        .listens("a", table())
                        .change()
                        .at("/data/record/body")
                        .stringValue())
                .isEqualTo(secret);
    }

    @Test
    void aTokenThatIsExchanged() throws Exception {
        var ben = ada("").listens("a", table());
        adas.clear();
        bens.add(ben);
        ben.send("[\"1\",\"9\",\"realtime:a\",\"access_token\",{\"access_token\":\"" + token(bensId) + "\"}]");
        ben.send("[null,\"10\",\"phoenix\",\"heartbeat\",{}]");
        ben.await("\"10\"");
        var ada = ada("").listens("a", table());

        insert(secret);

        assertThat(ada.change().at("/data/record/body").stringValue()).isEqualTo(secret);
        assertNoChangeFor(bens);
    }

    @Test
    void broadcastsOnAPrivateChannel() throws Exception {
        var ada = ada("");
        assertThat(ada.join(room, "\"private\":true,\"broadcast\":{\"self\":true}")
                        .toString())
                .contains("\"ok\"");
        assertThat(ben("").join(room, "\"private\":true").toString()).contains("Unauthorized");
        assertThat(ben("").join(room, "\"private\":true,\"broadcast\":{\"replay\":{\"since\":0}}")
                        .toString())
                .contains("Unauthorized");
        ben("").join(room, "\"private\":false");
        ben("").join("realtime:" + room, "");

        ada.send("[\"" + ada.ref() + "\",\"5\",\"realtime:" + room
                + "\",\"broadcast\",{\"type\":\"broadcast\",\"event\":\"said\"," + "\"payload\":{\"text\":\"" + secret
                + "\"}}]");
        execute(server, "select realtime.send('{\"text\":\"" + secret + "\"}', 'said', '" + room + "')");

        awaitSecret(ada, 2);
        assertThat(status("POST", "/realtime/v1/api/broadcast/" + room + "/events/said?private=true", "{}"))
                .isEqualTo(403);
    }

    @Test
    void whatAPrivateChannelKeeps() throws Exception {
        execute(server, "select realtime.send('{\"text\":\"" + secret + "\"}', 'said', '" + room + "')");
        var replay = "\"private\":true,\"broadcast\":{\"replay\":{\"since\":0,\"limit\":25}}";

        var ada = ada("");
        assertThat(ada.join(room, replay).toString()).contains("\"ok\"");
        awaitSecret(ada, 1);
        assertThat(ben("").join(room, replay).toString()).contains("Unauthorized");
        assertThat(ben("").join("matrix-" + bensId, replay).toString()).contains("\"ok\"");
    }

    @Test
    void whoIsOnAPrivateChannel() throws Exception {
        var ada = ada("");
        ada.join(room, "\"private\":true,\"presence\":{\"enabled\":true,\"key\":\"ada\"}");
        ada.send("[\"" + ada.ref() + "\",\"5\",\"realtime:" + room
                + "\",\"presence\",{\"type\":\"presence\",\"event\":\"track\",\"payload\":{\"where\":\"" + secret
                + "\"}}]");
        awaitSecret(ada, 1);

        assertThat(ben("").join(room, "\"private\":true,\"presence\":{\"enabled\":true}")
                        .toString())
                .contains("Unauthorized");
        ben("").join(room, "\"presence\":{\"enabled\":true}");
        assertThat(status("GET", "/realtime/v1/api/presence/" + room + "?private=true", null))
                .isEqualTo(403);
        status("GET", "/realtime/v1/api/presence/" + room, null);
    }

    @Test
    void broadcastsIntoAPrivateChannel() throws Exception {
        var ada = ada("");
        ada.join(room, "\"private\":true");
        var forged = "forged-" + UUID.randomUUID();
        status(
                "POST",
                "/realtime/v1/api/broadcast",
                "{\"messages\":[{\"topic\":\"" + room + "\",\"event\":\"said\",\"payload\":{\"text\":\"" + forged
                        + "\"},\"private\":true}]}");
        status(
                "POST",
                "/realtime/v1/api/broadcast/" + room + "/events/said?private=true",
                "{\"text\":\"" + forged + "\"}");
        execute(server, "select realtime.send('{\"text\":\"" + secret + "\"}', 'said', '" + room + "')");

        awaitSecret(ada, 1);
        assertThat(ada.everything()).noneMatch(frame -> frame.contains(forged));
    }

    /** What follows would have come behind what must not come. */
    private void assertNoChangeFor(List<User> users) throws Exception {
        var witness = User.open(server, token(bensId), "");
        bens.add(witness);
        witness.listens("witness", table());
        execute(server, "insert into public.matrix_notes (owner, body) values ('" + bensId + "', 'own')");
        assertThat(witness.change().at("/data/record/body").stringValue()).isEqualTo("own");
        for (var user : users) {
            assertThat(user.everything()).noneMatch(this::tells);
        }
    }

    /** But for the reply to a join, which repeats what it asked for. */
    private boolean tells(String frame) {
        return frame.contains(secret) && !frame.contains("\"phx_reply\"");
    }

    private static void awaitSecret(User user, int times) throws InterruptedException {
        for (var i = 0; i < 500 && count(user) < times; i++) {
            Thread.sleep(10);
        }
        assertThat(count(user)).isEqualTo(times);
    }

    private static long count(User user) {
        return user.everything().stream()
                .filter(frame -> frame.contains("secret-of-ada-"))
                .count();
    }

    private User ada(String parameters) throws Exception {
        var user = User.open(server, token(adasId), parameters);
        adas.add(user);
        return user;
    }

    private User ben(String parameters) throws Exception {
        var user = User.open(server, token(bensId), parameters);
        bens.add(user);
        return user;
    }

    private String token(String user) {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        user,
                        "exp",
                        Instant.now().plusSeconds(3600).getEpochSecond()));
    }

    private static String table() {
        return "\"table\":\"" + TABLE + "\"";
    }

    private void insert(String body) throws SQLException {
        execute(server, "insert into public.matrix_notes (owner, body) values ('" + adasId + "', '" + body + "')");
    }

    private String ask(String method, String query, @Nullable String body) throws Exception {
        var answer = rest(bensId, method, query, body);
        bensAnswers.add(answer);
        return answer;
    }

    private String rest(String user, String method, String query, @Nullable String body) throws Exception {
        return http.send(request(user, method, "/rest/v1/" + query, body), BodyHandlers.ofString())
                .body();
    }

    private int status(String method, String path, @Nullable String body) throws Exception {
        var answer = http.send(request(bensId, method, path, body), BodyHandlers.ofString());
        bensAnswers.add(answer.body());
        return answer.statusCode();
    }

    private HttpRequest request(String user, String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path.replace("|", "%7C")))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token(user))
                .header("Content-Type", "application/json")
                .header("Prefer", "return=representation")
                .build();
    }

    private static void execute(RunningServer server, String sql) throws SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
