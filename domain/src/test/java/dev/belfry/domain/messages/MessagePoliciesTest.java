package dev.belfry.domain.messages;

import static dev.belfry.domain.messages.LaidSchema.asker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.messages.MessagesFailed.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What PostgreSQL's policies make of a caller and a topic. */
class MessagePoliciesTest {

    private static final Set<Right> ALL = EnumSet.allOf(Right.class);
    private static final Asker ADA =
            asker("authenticated", Map.of("sub", "00000000-0000-0000-0000-00000000000a", "plan", "gold"));
    private static final Asker ANON = asker("anon", Map.of());
    private static final Asker NOBODY = new Asker(new Claims("{}", "no_such_role", null, Instant.MAX), "{}");

    private static LaidSchema schema;

    @BeforeAll
    static void lay() throws Exception {
        schema = LaidSchema.empty();
    }

    @AfterAll
    static void end() throws Exception {
        schema.close();
    }

    @AfterEach
    void withoutPolicies() throws Exception {
        assertThat(schema.ask("select count(*) from realtime.messages"))
                .as("nothing stays of what was probed")
                .isEqualTo("0");
        schema.run("""
                do $$
                declare one record;
                begin
                    for one in select policyname from pg_policies where tablename = 'messages' and policyname <> 'service_all' loop
                        execute format('drop policy %I on realtime.messages', one.policyname);
                    end loop;
                end $$""");
    }

    @Test
    void withoutPoliciesOnlyTheServiceRoleMayDoAnything() throws Exception {
        assertThat(granted(ADA)).isEmpty();
        assertThat(granted(ANON)).isEmpty();
        assertThat(granted(asker("service_role", Map.of()))).isEqualTo(ALL);
        assertThat(granted(NOBODY, Set.of(Right.PRESENCE_WRITE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "select using, extension = 'broadcast', BROADCAST_READ",
        "select using, extension = 'presence', PRESENCE_READ",
        "insert with check, extension = 'broadcast', BROADCAST_WRITE",
        "insert with check, extension = 'presence', PRESENCE_WRITE",
        "insert with check, extension = 'persistence', PERSISTENCE_WRITE",
    })
    void eachRightIsDecidedByItself(String kind, String condition, Right right) throws Exception {
        policy(kind, condition);

        assertThat(granted(ADA)).containsExactly(right);
        assertThat(granted(ANON)).as("the policy is for the authenticated").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "realtime.topic() = 'room:1'",
        "topic = 'room:1' and private",
        "auth.uid() = '00000000-0000-0000-0000-00000000000a'",
        "auth.role() = 'authenticated'",
        "auth.jwt() ->> 'plan' = 'gold'",
        "current_setting('request.jwt.claim.sub') = '00000000-0000-0000-0000-00000000000a'",
        "current_setting('request.jwt.claim.role') = 'authenticated'",
        "current_setting('request.headers')::json ->> 'x-tenant' = 'a'",
    })
    void aPolicyMayGoByTheTopicAndTheCaller(String condition) throws Exception {
        policy("select using", condition);
        policy("insert with check", condition);

        assertThat(granted(ADA)).isEqualTo(ALL);
        policyIs("select", "not (" + condition + ")");
        assertThat(granted(ADA, Set.of(Right.BROADCAST_READ))).isEmpty();
    }

    @Test
    void onlyWhatIsAskedAboutIsProbed() throws Exception {
        policy("select using", "case extension when 'presence' then 1 / (length(topic) - 6) = 0 else true end");

        assertThat(granted(ADA, Set.of(Right.BROADCAST_READ))).containsExactly(Right.BROADCAST_READ);
        assertThat(reason(ADA, Set.of(Right.BROADCAST_READ, Right.PRESENCE_READ)))
                .isEqualTo(Reason.POLICY_ERROR);
    }

    @Test
    void aPolicyThatRaisesForOneHarmsNobodyElse() throws Exception {
        policy("select using", "case auth.jwt() ->> 'plan' when 'gold' then 1 / (length(topic) - 6) = 0 else true end");

        assertThat(reason(ADA, Set.of(Right.BROADCAST_READ))).isEqualTo(Reason.POLICY_ERROR);
        assertThat(granted(asker("authenticated", Map.of("plan", "free")), Set.of(Right.BROADCAST_READ)))
                .containsExactly(Right.BROADCAST_READ);
    }

    @Test
    void whatAPolicyCannotMakeOfTheTopicIsItsErrorAndNotTheMessages() throws Exception {
        policy("select using", "split_part(realtime.topic(), ':', 2)::uuid = auth.uid()");

        assertThat(reason(ADA, Set.of(Right.BROADCAST_READ))).isEqualTo(Reason.POLICY_ERROR);
    }

    @Test
    void aPolicyThatTakesTooLongIsCancelled() throws Exception {
        policy("insert with check", "pg_sleep(60) is not null");

        assertThat(reason(ADA, Set.of(Right.BROADCAST_WRITE))).isEqualTo(Reason.QUERY_CANCELED);
    }

    @Test
    void whatNeedsARightThatTheCallerLacksIsDenied() throws Exception {
        schema.run("create table if not exists members (id uuid)");
        policy("select using", "exists (select from members)");
        policy("insert with check", "exists (select from members)");

        assertThat(granted(ADA)).isEmpty();
    }

    @Test
    void aDayWithoutAPartitionIsSaid() throws Exception {
        schema.run("create table kept (like realtime.messages); do $$ declare t text; begin"
                + " for t in select inhrelid::regclass from pg_inherits where inhparent = 'realtime.messages'::regclass loop"
                + " execute 'drop table ' || t; end loop; end $$; drop table kept");
        try {
            assertThat(reason(ADA, Set.of(Right.BROADCAST_READ))).isEqualTo(Reason.MISSING_PARTITION);
            assertThat(reason(asker("service_role", Map.of()), Set.of(Right.BROADCAST_WRITE)))
                    .isEqualTo(Reason.MISSING_PARTITION);
        } finally {
            schema.partitions.keep();
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaid() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/postgres");

        assertThatThrownBy(() -> new MessagePolicies(nowhere, "1s").granted(ADA, "room:1", ALL))
                .isInstanceOfSatisfying(
                        MessagesFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.DATABASE_AWAY));
    }

    private static void policy(String kind, String condition) throws Exception {
        var words = kind.split(" ", 2);
        schema.run("create policy \"" + words[0] + "\" on realtime.messages for " + words[0] + " to authenticated "
                + words[1] + " (" + condition + ")");
    }

    private static void policyIs(String name, String condition) throws Exception {
        schema.run("alter policy \"" + name + "\" on realtime.messages using (" + condition + ")");
    }

    private static Set<Right> granted(Asker asker) throws MessagesFailed {
        return granted(asker, ALL);
    }

    private static Set<Right> granted(Asker asker, Set<Right> asked) throws MessagesFailed {
        return schema.policies.granted(asker, "room:1", asked);
    }

    private static Reason reason(Asker asker, Set<Right> asked) {
        try {
            throw new AssertionError("It is known: " + granted(asker, asked));
        } catch (MessagesFailed failed) {
            return failed.reason();
        }
    }
}
