package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes reach those whom PostgreSQL's policies allow, whether they are decided in memory or asked for. */
@ExtendWith(RunningServer.Extension.class)
@Timeout(120)
class PoliciesIT {

    private static final String ADA = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String BEN = "bbbbbbbb-0000-4000-8000-000000000002";

    private final RunningServer server;
    private final String table = "notes_" + UUID.randomUUID().toString().substring(0, 8);

    PoliciesIT(RunningServer server) {
        this.server = server;
    }

    @BeforeEach
    void makeTable() throws SQLException {
        execute("create table public." + table + " (n int primary key, owner uuid, word text, secret text)");
        execute("alter table public." + table + " enable row level security");
        execute("alter table public." + table + " replica identity full");
        execute("grant select on public." + table + " to authenticated");
        execute("alter publication supabase_realtime add table public." + table);
    }

    @AfterEach
    void dropTable() throws SQLException {
        execute("drop table public." + table);
    }

    @Test
    void everybodyHearsTheirOwnRowsAndNoOthers() throws Exception {
        policy("owner = auth.uid()");
        try (var ada = user(ADA).listens("a", all());
                var ben = user(BEN).listens("a", all())) {
            insert(1, BEN);
            insert(2, ADA);
            insert(3, BEN);

            assertThat(ada.change().at("/data/record/n").intValue()).isEqualTo(2);
            assertThat(ben.change().at("/data/record/n").intValue()).isEqualTo(1);
            assertThat(ben.change().at("/data/record/n").intValue()).isEqualTo(3);
        }
    }

    @Test
    void oldRowsAndDeletesAreJudgedOnTheOldRow() throws Exception {
        policy("owner = auth.uid()");
        insert(1, BEN);
        insert(2, ADA);
        try (var ada = user(ADA).listens("a", all())) {
            execute("update public." + table + " set word = 'mine' where n = 2");
            execute("update public." + table + " set owner = '" + ADA + "' where n = 1");
            execute("update public." + table + " set owner = '" + BEN + "' where n = 2");
            execute("delete from public." + table + " where n = 2");
            execute("delete from public." + table + " where n = 1");

            var own = ada.change().path("data");
            assertThat(own.at("/old_record/secret").stringValue()).isEqualTo("secret 2");
            var arrived = ada.change().path("data");
            assertThat(arrived.at("/record/n").intValue()).isEqualTo(1);
            assertThat(arrived.path("old_record").toString()).isEqualTo("{\"n\":1}");
            var deleted = ada.change().path("data");
            assertThat(deleted.path("type").stringValue()).isEqualTo("DELETE");
            assertThat(deleted.at("/old_record/n").intValue()).isEqualTo(1);
            assertThat(deleted.at("/old_record/secret").stringValue()).isEqualTo("secret 1");
        }
    }

    @Test
    void withoutTheWholeOldRowADeleteTellsTheKey() throws Exception {
        execute("alter table public." + table + " replica identity default");
        policy("owner = auth.uid()");
        insert(1, BEN);
        try (var ada = user(ADA).listens("a", all())) {
            execute("delete from public." + table + " where n = 1");

            assertThat(ada.change().at("/data/old_record").toString()).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void aPolicyThatCannotBeCompiledIsAskedOnTheRowAsItWas() throws Exception {
        policy("length(word) = 4 and owner = auth.uid() and pg_catalog.now() is not null");
        try (var ada = user(ADA).listens("a", all());
                var ben = user(BEN).listens("b", all())) {
            execute("insert into public." + table + " values (1, '" + ADA + "', 'four', 's');"
                    + "update public." + table + " set word = 'longer';"
                    + "delete from public." + table);
            execute("insert into public." + table + " values (2, '" + BEN + "', 'four', 's');");
            execute("insert into public." + table + " values (3, '" + ADA + "', 'word', 's');");

            assertThat(ada.change().at("/data/record/n").intValue()).isEqualTo(1);
            assertThat(ada.change().at("/data/record/n").intValue()).isEqualTo(3);
            assertThat(ben.change().at("/data/record/n").intValue()).isEqualTo(2);
        }
        assertThat(server.get("/metrics")).containsPattern("belfry_policy_asked\\S* [1-9]");
    }

    @Test
    void aDifferentPolicyIsHeardOfWithinASecond() throws Exception {
        try (var ada = user(ADA).listens("a", all())) {
            insert(1, ADA);
            policy("owner = auth.uid()");
            Thread.sleep(1000);
            insert(2, ADA);
            assertThat(ada.change().at("/data/record/n").intValue()).isEqualTo(2);

            execute("alter policy seen on public." + table + " using (word = 'seen')");
            Thread.sleep(1000);
            insert(3, ADA);
            execute("insert into public." + table + " (n, word) values (4, 'seen')");
            assertThat(ada.change().at("/data/record/n").intValue()).isEqualTo(4);
        }
    }

    @Test
    void onlyColumnsThatMayBeReadAreTold() throws Exception {
        policy("true");
        execute("revoke select on public." + table + " from authenticated");
        execute("grant select (n, word) on public." + table + " to authenticated");
        try (var ada = user(ADA).listens("a", all())) {
            insert(1, BEN);

            var data = ada.change().path("data");
            assertThat(data.path("record").toString()).isEqualTo("{\"n\":1,\"word\":\"word 1\"}");
            assertThat(data.path("columns").toString()).doesNotContain("secret", "owner");
        }
    }

    @Test
    void aColumnThatMayNotBeReadIsNoFilterAndNoSelection() throws Exception {
        policy("true");
        execute("revoke select on public." + table + " from authenticated");
        execute("grant select (n, word) on public." + table + " to authenticated");
        try (var ada = user(ADA)) {
            ada.join("a", bindings(all() + ",\"filter\":\"secret=eq.secret 1\""));
            assertThat(ada.await("system").toString()).contains("invalid column for filter secret");
            ada.join("b", bindings(all() + ",\"select\":[\"secret\"]"));
            assertThat(ada.await("system").toString()).contains("invalid column for select secret");
        }
    }

    @Test
    void aFilterByAColumnTellsNothingOnceItMayNotBeRead() throws Exception {
        policy("true");
        try (var ada = user(ADA).listens("a", all() + ",\"filter\":\"secret=eq.secret 1\"", all())) {
            execute("revoke select on public." + table + " from authenticated");
            execute("grant select (n, word) on public." + table + " to authenticated");
            Thread.sleep(1000);
            insert(1, ADA);

            assertThat(ada.change().path("ids").toString()).isEqualTo("[2]");
        }
    }

    @Test
    void whoMayNotReadTheTableIsToldSoOfEachChange() throws Exception {
        policy("true");
        try (var anon = User.open(server, "anon", Map.of()).listens("a", all() + ",\"filter\":\"n=eq.7\"")) {
            insert(1, ADA);

            assertThat(anon.change().path("data").toString())
                    .isEqualTo("{\"schema\":\"public\",\"table\":\"" + table
                            + "\",\"type\":\"INSERT\",\"errors\":[\"Error 401: Unauthorized\"],\"columns\":[],"
                            + "\"record\":{},\"commit_timestamp\":null}");
        }
    }

    @Test
    void aPolicyThatRaisesForOneHarmsNobodyElse() throws Exception {
        policy("1 / (auth.jwt() ->> 'divisor')::int = 1");
        try (var broken = user(ADA, "divisor", 0).listens("a", all());
                var filtered = user(ADA, "divisor", 0).listens("a", all() + ",\"filter\":\"n=gt.0\"");
                var sound = user(BEN, "divisor", 1).listens("a", all())) {
            insert(1, ADA);

            assertThat(broken.change().at("/data/errors/0").stringValue())
                    .isEqualTo("Error 500: Internal Server Error, RLS policy evaluation failed");
            assertThat(sound.change().at("/data/record/n").intValue()).isEqualTo(1);
            assertThat(filtered.await("system").toString()).contains("PolicyFailed", table);
        }
    }

    @Test
    void aSlowPolicyHoldsUpNeitherOtherTablesNorOtherUsersForLong() throws Exception {
        execute("create table public.quick_" + table + " (n int primary key)");
        execute("grant select on public.quick_" + table + " to authenticated");
        execute("alter publication supabase_realtime add table public.quick_" + table);
        policy("(select pg_sleep((auth.jwt() ->> 'wait')::int)) is not null and owner is not null");
        try (var slow = user(ADA, "wait", 60).listens("a", all());
                var quick = user(BEN, "wait", 0).listens("a", all());
                var other = user(BEN, "wait", 0).listens("b", "\"table\":\"quick_" + table + "\"")) {
            insert(1, ADA);
            execute("insert into public.quick_" + table + " values (5)");

            assertThat(other.change().at("/data/record/n").intValue()).isEqualTo(5);
            assertThat(slow.heard()).isEmpty();
            assertThat(quick.change().at("/data/record/n").intValue()).isEqualTo(1);
            assertThat(slow.change().at("/data/errors/0").stringValue()).startsWith("Error 500");
        } finally {
            execute("drop table public.quick_" + table);
        }
    }

    @Test
    void anotherTokenIsAnotherIdentity() throws Exception {
        policy("owner = auth.uid()");
        try (var ada = user(ADA).listens("a", all());
                var ben = user(BEN)) {
            ada.send("[\"1\",\"9\",\"realtime:a\",\"access_token\",{\"access_token\":\"" + ben.token() + "\"}]");
            ada.send("[null,\"10\",\"phoenix\",\"heartbeat\",{}]");
            ada.await("\"10\"");
            insert(1, ADA);
            insert(2, BEN);

            assertThat(ada.change().at("/data/record/n").intValue()).isEqualTo(2);
        }
    }

    private User user(String id) throws Exception {
        return User.open(server, "authenticated", Map.of("sub", id));
    }

    private User user(String id, String claim, int value) throws Exception {
        return User.open(server, "authenticated", Map.of("sub", id, claim, value));
    }

    private String all() {
        return "\"table\":\"" + table + "\"";
    }

    private static String bindings(String entry) {
        return "\"postgres_changes\":[{\"event\":\"*\",\"schema\":\"public\"," + entry + "}]";
    }

    private void policy(String condition) throws SQLException {
        execute("create policy seen on public." + table + " for select to authenticated using (" + condition + ")");
    }

    private void insert(int n, String owner) throws SQLException {
        execute("insert into public." + table + " values (" + n + ", '" + owner + "', 'word " + n + "', 'secret " + n
                + "')");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
