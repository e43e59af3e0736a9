package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.domain.messages.StoredMessage.Payload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of realtime.messages in the log. */
class SentMessageTest {

    private static final String ID = "00000000-0000-0000-0000-000000000001";

    private static TestPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run("""
                create table notes (id int primary key);
                create schema realtime;
                create table realtime.messages (
                    id uuid, topic text, extension text default 'broadcast', event text, payload jsonb, binary_payload bytea,
                    private boolean, skip_broadcast boolean, expires_at timestamp, inserted_at timestamp default now(),
                    primary key (id, inserted_at)
                ) partition by range (inserted_at);
                create table realtime.messages_2026_01_01 partition of realtime.messages default""");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @AfterEach
    void withoutPublications() throws SQLException {
        postgres.run("drop publication if exists announced, belfry_messages, supabase_realtime_messages_publication;"
                + "delete from belfry.published_tables; truncate notes, realtime.messages");
        postgres.ask("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
    }

    @Test
    void comesInTheOrderOfItsTransactionByAPublicationOfItsOwn() throws Exception {
        var changes = heard(
                3,
                "insert into notes values (1);"
                        + "insert into realtime.messages (id, topic, event, payload, private) values ('" + ID
                        + "', 'room', 'e', '{\"n\": 1.50}', true);"
                        + "insert into realtime.messages (id, topic, binary_payload) values (gen_random_uuid(), 'room', '\\x00ff')");

        assertThat(changes)
                .extracting(change -> change.table().toString())
                .containsExactly("public.notes", "realtime.messages", "realtime.messages");
        assertThat(SentMessage.isOf(changes.getFirst().table())).isFalse();
        assertThat(SentMessage.of(changes.get(1)))
                .isEqualTo(new StoredMessage(ID, "room", true, "e", new Payload.Json("{\"n\":1.50}")));
        assertThat(SentMessage.of(changes.get(2))).satisfies(message -> {
            assertThat(message.isPrivate()).isFalse();
            assertThat(message.event()).isEmpty();
            assertThat(((Payload.Bytes) message.payload()).bytes()).containsExactly(0, 0xff);
        });
        assertThat(postgres.ask("select pubname from pg_publication_tables where tablename = 'messages'"))
                .isEqualTo("belfry_messages");
    }

    @Test
    void comesByThePublicationThatSupabaseBrings() throws Exception {
        postgres.run("create publication supabase_realtime_messages_publication for table realtime.messages");

        var changes = heard(1, "insert into realtime.messages (id, topic) values ('" + ID + "', 'room')");

        assertThat(changes.getFirst().table()).hasToString("realtime.messages_2026_01_01");
        assertThat(SentMessage.isOf(changes.getFirst().table())).isTrue();
        assertThat(SentMessage.of(changes.getFirst()))
                .isEqualTo(new StoredMessage(ID, "room", false, "", new Payload.Json("null")));
        assertThat(postgres.ask("select count(*) from pg_publication where pubname = 'belfry_messages'"))
                .isEqualTo("0");
    }

    @Test
    void isNoneIfItIsKeptOnlyOrOverOrAboutSomethingElse() throws Exception {
        var changes = heard(5, """
                insert into realtime.messages (id, topic, skip_broadcast, expires_at, extension) values
                    (gen_random_uuid(), 'kept', true, null, 'broadcast'),
                    (gen_random_uuid(), 'over', false, '2020-01-01', 'broadcast'),
                    (gen_random_uuid(), 'presence', false, null, 'presence'),
                    (gen_random_uuid(), 'later', false, '2999-01-01 10:00:00.5', 'broadcast'),
                    (gen_random_uuid(), 'never', false, 'infinity', 'broadcast')""");

        assertThat(changes.stream().map(SentMessage::of).filter(java.util.Objects::nonNull))
                .extracting(StoredMessage::topic)
                .containsExactly("later", "never");
    }

    private static List<Change> heard(int count, String sql) throws Exception {
        var heard = new Heard();
        try (var stream = new WalStream(postgres.settings("messages_"), List::of, heard::change, heard::gap)) {
            stream.start(Thread::new);
            assertThat(stream.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
            assertThat(stream.hearsMessages()).isTrue();
            if (postgres.ask("select count(*) from pg_publication_tables where pubname = 'announced'")
                    .equals("0")) {
                postgres.run("alter publication announced add table notes");
            }
            postgres.run(sql);
            return heard.changes(count);
        } finally {
            Heard.until("closed", () -> {
                try {
                    return postgres.ask("select active from pg_replication_slots")
                            .equals("f");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
