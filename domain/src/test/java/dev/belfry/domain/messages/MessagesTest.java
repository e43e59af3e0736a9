package dev.belfry.domain.messages;

import static dev.belfry.domain.messages.LaidSchema.asker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.messages.MessagesFailed.Reason;
import dev.belfry.domain.messages.StoredMessage.Payload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database sends by its functions, and what is kept. */
class MessagesTest {

    private static LaidSchema schema;

    @BeforeAll
    static void lay() throws Exception {
        schema = LaidSchema.empty();
    }

    @AfterAll
    static void end() throws Exception {
        schema.close();
    }

    @BeforeEach
    void empty() throws Exception {
        schema.run("truncate realtime.messages");
    }

    @Test
    void theNewestComeInTheOrderInWhichTheyWereSentAlsoWithinATransaction() throws Exception {
        schema.run("select realtime.send(jsonb_build_object('n', n), 'e', 'room') from generate_series(1, 20) n");
        schema.run("select realtime.send('{\"n\":21}', 'e', 'room')");
        schema.run("select realtime.send('{\"n\":0}', 'e', 'room', false), realtime.send('{\"n\":0}', 'e', 'other')");

        assertThat(since(Instant.EPOCH, 25)).extracting(MessagesTest::n).containsExactlyElementsOf(numbers(1, 21));
        assertThat(since(Instant.EPOCH, 3)).extracting(MessagesTest::n).containsExactly(19, 20, 21);
        assertThat(since(Instant.now().plusSeconds(60), 3)).isEmpty();
    }

    @Test
    void whateverTheZoneOfTheWriterTimesAreUtc() throws Exception {
        schema.run("set local timezone = 'Asia/Tokyo'; select realtime.send('{\"n\":1}', 'e', 'room')");

        assertThat(since(Instant.now().minusSeconds(60), 1)).hasSize(1);
        assertThat(since(Instant.now().plusSeconds(60), 1)).isEmpty();
    }

    @Test
    void aSentMessageHasAnIdUnlessItHasOne() throws Exception {
        schema.run("select realtime.send('{\"n\":1}', 'e', 'room'), realtime.send('{\"n\":2,\"id\":7}', 'e', 'room'),"
                + " realtime.send('[1]', 'e', 'room')");

        var messages = since(Instant.EPOCH, 25);
        assertThat(messages.get(0).payload())
                .isEqualTo(new Payload.Json(
                        "{\"n\": 1, \"id\": \"" + messages.get(0).id() + "\"}"));
        assertThat(messages.get(1).payload()).isEqualTo(new Payload.Json("{\"n\": 2, \"id\": 7}"));
        assertThat(messages.get(2).payload()).isEqualTo(new Payload.Json("[1]"));
    }

    @Test
    void bytesAreSentToo() throws Exception {
        schema.run("select realtime.send_binary('\\x0001ff', 'e', 'room')");

        assertThat(since(Instant.EPOCH, 25).getFirst().payload())
                .isInstanceOfSatisfying(
                        Payload.Bytes.class, bytes -> assertThat(bytes.bytes()).containsExactly(0, 1, 0xff));
    }

    @Test
    void aTriggerTellsOfARow() throws Exception {
        schema.run("""
                create table things (id int primary key, name text);
                create function tell() returns trigger language plpgsql as $$
                begin
                    perform realtime.broadcast_changes('thing:' || coalesce(new.id, old.id), tg_op, tg_op, tg_table_name,
                                                       tg_table_schema, new, old);
                    return null;
                end $$;
                create trigger tell after insert or update or delete on things for each row execute function tell()""");

        schema.run("insert into things values (1, 'a'); update things set name = 'b'; delete from things");

        var messages = schema.messages.since("thing:1", Instant.EPOCH, 25);
        assertThat(messages).extracting(StoredMessage::event).containsExactly("INSERT", "UPDATE", "DELETE");
        var update = Json.MAPPER.readTree(((Payload.Json) messages.get(1).payload()).text());
        assertThat(update)
                .isEqualTo(Json.MAPPER.readTree("""
                {"schema":"public","table":"things","operation":"UPDATE","id":"%s",
                 "record":{"id":1,"name":"b"},"old_record":{"id":1,"name":"a"}}""".formatted(messages.get(1).id())));
        assertThat(Json.MAPPER
                        .readTree(((Payload.Json) messages.get(2).payload()).text())
                        .path("record")
                        .isNull())
                .isTrue();
    }

    @Test
    void aMessageThatCannotBeSentDoesNotUndoTheRest() throws Exception {
        schema.run("create table written (n int)");
        schema.run("insert into written values (1); set local role anon; select realtime.send('{}', 'e', 'room')");

        assertThat(schema.ask("select count(*) from written")).isEqualTo("1");
        assertThat(since(Instant.EPOCH, 25)).isEmpty();
    }

    @Test
    void whoeverAPolicyAllowsMaySend() throws Exception {
        schema.run(
                "create policy mine on realtime.messages for insert to authenticated with check (realtime.topic() = 'room')");
        schema.run(
                "set local role authenticated; select realtime.send('{}', 'e', 'room'), realtime.send('{}', 'e', 'other')");

        assertThat(since(Instant.EPOCH, 25)).hasSize(1);
        assertThat(schema.ask("select count(*) from realtime.messages")).isEqualTo("1");
    }

    @Test
    void whatIsKeptIsFoundUntilItExpires() throws Exception {
        var json = new StoredMessage(UUID.randomUUID().toString(), "room", true, "e", new Payload.Json("{\"n\": 1}"));
        var bytes =
                new StoredMessage(UUID.randomUUID().toString(), "room", true, "e", new Payload.Bytes(new byte[] {7}));
        schema.messages.store(json, Duration.ofHours(1));
        schema.messages.store(bytes, Duration.ofHours(2));

        assertThat(since(Instant.EPOCH, 25).getFirst()).isEqualTo(json);
        assertThat(schema.ask("select bool_and(skip_broadcast) from realtime.messages"))
                .isEqualTo("t");
        assertThat(schema.ask(
                        "select round(extract(epoch from expires_at - inserted_at)) from realtime.messages order by 1"))
                .isEqualTo("3600");
        schema.run("update realtime.messages set expires_at = now() at time zone 'utc' where payload is not null");
        assertThat(since(Instant.EPOCH, 25)).extracting(StoredMessage::id).containsExactly(bytes.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"e | \"\\u0000\"", "e | 1e999999", "e\u0000e | 1"})
    void whatPostgresCannotHoldIsNotKept(String event, String json) {
        var odd = new StoredMessage(UUID.randomUUID().toString(), "room", true, event, new Payload.Json(json));

        assertThatThrownBy(() -> schema.messages.store(odd, Duration.ofHours(1)))
                .isInstanceOfSatisfying(
                        MessagesFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.NOT_STORABLE));
    }

    @Test
    void theHelpersOfIdentityGoByTheOlderSettingsToo() throws Exception {
        var settings = """
                with one as materialized (
                    select set_config('request.jwt.claims', '{"sub":"","role":"anon","email":"a@b","plan":"gold"}', true),
                           set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-00000000000a', true),
                           set_config('request.jwt.claim.role', 'authenticated', true))
                """;

        assertThat(
                        schema.ask(
                                settings
                                        + "select concat_ws(' ', auth.uid(), auth.role(), auth.email(), auth.jwt() ->> 'plan') from one"))
                .isEqualTo("00000000-0000-0000-0000-00000000000a authenticated a@b gold");
    }

    @Test
    void daysAreMadeAheadAndDroppedOnceTheirLastMessageIsOld() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        assertThat(days()).contains(today.toString()).contains(today.plusDays(3).toString());
        schema.run(
                "create table realtime.messages_of_mine partition of realtime.messages for values from ('2020-01-01') to"
                        + " ('2020-01-02')");

        partitions(Duration.ofDays(3)).keep();
        assertThat(days()).contains(today.toString()).contains(today.plusDays(6).toString());
        partitions(Duration.ofDays(4)).keep();
        assertThat(days())
                .doesNotContain(today.toString())
                .contains(today.plusDays(1).toString());
        assertThat(schema.ask("select to_regclass('realtime.messages_of_mine')"))
                .isNotEqualTo("null");

        schema.partitions.keep();
        assertThat(days()).contains(today.toString());
    }

    private static Partitions partitions(Duration ahead) {
        return new Partitions(schema.database("postgres"), Clock.offset(Clock.systemUTC(), ahead));
    }

    private static String days() throws Exception {
        return schema.ask("select string_agg(replace(inhrelid::regclass::text, '_', '-'), ' ') from pg_inherits"
                + " where inhparent = 'realtime.messages'::regclass");
    }

    @Test
    void nobodyReadsAPartitionPastThePolicies() throws Exception {
        assertThat(schema.ask(
                        "select count(*) from pg_class c, unnest(array['anon', 'authenticated', 'service_role']) r"
                                + " where c.relispartition and relnamespace = 'realtime'::regnamespace"
                                + " and has_table_privilege(r, c.oid, 'select, insert, update, delete')"))
                .isEqualTo("0");
        assertThat(schema.policies.granted(
                        asker("anon", java.util.Map.of()), "room", java.util.Set.of(Right.BROADCAST_READ)))
                .isEmpty();
    }

    private static List<StoredMessage> since(Instant since, int limit) throws MessagesFailed {
        return schema.messages.since("room", since, limit);
    }

    private static int n(StoredMessage message) {
        return Json.MAPPER
                .readTree(((Payload.Json) message.payload()).text())
                .path("n")
                .intValue();
    }

    private static List<Integer> numbers(int from, int to) {
        return java.util.stream.IntStream.rangeClosed(from, to).boxed().toList();
    }
}
