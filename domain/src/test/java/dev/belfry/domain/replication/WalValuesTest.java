package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Values and rows as a real PostgreSQL sends them. */
class WalValuesTest {

    private static final Heard HEARD = new Heard();

    private static TestPostgres postgres;
    private static WalStream stream;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of("timezone", "America/New_York", "datestyle", "'German, DMY'"));
        postgres.run("""
                create type mood as enum ('sad', 'happy');
                create type pair as (a int, b text);
                create domain cents as numeric(10, 2) check (value >= 0);
                create domain tags as text[];
                create domain small_cents as cents;
                create publication announced for all tables with (publish_via_partition_root = true)
                """);
        stream = new WalStream(postgres.settings("values_"), List::of, HEARD::change, HEARD::gap);
        stream.start(Thread::new);
        assertThat(stream.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        stream.close();
        postgres.close();
    }

    @BeforeEach
    void forget() throws SQLException {
        postgres.run("drop table if exists t");
        HEARD.forget();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bool          | true",
                "int2          | -7",
                "int4          | 2147483647",
                "int8          | 9007199254740993",
                "float4        | 0.1",
                "float8        | 1.5e-7",
                "float8        | 'NaN'",
                "float8        | '-infinity'",
                "numeric       | 12345678901234567890.12345678901234567890",
                "numeric(10,2) | 10.5",
                "numeric       | 'NaN'",
                "numeric       | 'infinity'",
                "text          | 'a \"quoted\" Ünïcode 🎈 text'",
                "text          | ''",
                "varchar(20)   | 'NULL'",
                "char(5)       | 'ab'",
                "uuid          | '6f9619ff-8b86-d011-b42d-00cf4fc964ff'",
                "json          | '{\"a\": [1, 2.50, {\"b\": null}]}'",
                "jsonb         | '[true, \"x\", 1e3]'",
                "jsonb         | 'null'",
                "date          | '2026-01-02'",
                "date          | 'infinity'",
                "time          | '03:04:05.6'",
                "timetz        | '03:04:05+02'",
                "timestamp     | '2026-01-02 03:04:05.123'",
                "timestamp     | '-infinity'",
                "timestamp     | '0044-03-15 00:00:00 BC'",
                "timestamptz   | '2026-01-02 03:04:05.123456+02'",
                "timestamptz   | '2026-01-02 03:04:05Z'",
                "timestamptz   | 'infinity'",
                "timestamptz   | '0044-03-15 00:00:00 BC'",
                "timestamptz   | '12026-01-02 03:04:05Z'",
                "interval      | '1 year 2 mons 3 days 04:05:06.7'",
                "money         | 12.34",
                "inet          | '10.0.0.1/8'",
                "int4range     | '[1,5)'",
                "tstzrange     | '[2026-01-02 03:04:05Z,)'",
                "mood          | 'happy'",
                "cents         | 10.5",
                "small_cents   | 3",
                "tags          | '{a,\"b c\",NULL}'",
                "point         | '(1,2)'",
                "box           | '(1,1),(0,0)'",
                "oid           | 4294967295",
                "xml           | '<a/>'",
                "tsvector      | 'a b'",
                "bit(3)        | B'101'",
                "int4[]        | '{1,NULL,-3}'",
                "int4[]        | '{}'",
                "int4[]        | '[0:1]={1,2}'",
                "int8[]        | '{{1,2},{3,4}}'",
                "numeric[]     | '{1.50,NaN}'",
                "bool[]        | '{t,f,NULL}'",
                "text[]        | '{a,\"NULL\",NULL,\"x,y\",\"{z}\",\"q\\\"q\",\"b\\\\\\\\s\",\"\"}'",
                "timestamptz[] | '{2026-01-02 03:04:05Z,infinity}'",
                "timestamp[]   | '{2026-01-02 03:04:05}'",
                "jsonb[]       | array['{\"a\": [1]}', 'null']::jsonb[]",
                "mood[]        | '{sad,NULL}'",
                "cents[]       | '{1.5}'",
                "box[]         | '{(1,1),(0,0);(2,2),(1,1)}'",
                "uuid[]        | '{6f9619ff-8b86-d011-b42d-00cf4fc964ff}'",
            })
    void aValueIsWhatToJsonbMakesOfIt(String type, String value) throws Exception {
        var expected = expected(type, value);

        postgres.run("create table t (id int primary key, v " + type + "); alter table t replica identity full;"
                + "insert into t values (1, " + value + "), (2, null); update t set v = null where id = 1;"
                + "update t set v = " + value + " where id = 2; delete from t where id = 2");

        var changes = HEARD.changes(5);
        assertSame(value(inserted(changes.get(0)), "v"), expected);
        assertThat(inserted(changes.get(1)).get("v")).hasToString("null");
        assertSame(value(((Change.Update) changes.get(2)).old(), "v"), expected);
        assertThat(((Change.Update) changes.get(2)).row().get("v")).hasToString("null");
        assertSame(value(((Change.Update) changes.get(3)).row(), "v"), expected);
        assertSame(value(((Change.Delete) changes.get(4)).old(), "v"), expected);
        assertThat(changes.get(0).table().column("v").orElseThrow().type())
                .isEqualTo(
                        postgres.ask(
                                "select typname from pg_attribute join pg_type t on t.oid = atttypid where attrelid = 't'::regclass and attname = 'v'"));
    }

    /** The rule of the values: PostgreSQL's own conversion, in a session in UTC. */
    private static JsonNode expected(String type, String value) throws SQLException {
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'; set datestyle = 'ISO'");
            try (var found = statement.executeQuery("select to_jsonb((" + value + ")::" + type + ")")) {
                found.next();
                return Json.MAPPER.readTree(found.getString(1));
            }
        }
    }

    /** Numbers are the same if they are as large: floating ones are written in several ways. */
    private static void assertSame(JsonNode actual, JsonNode expected) {
        if (actual.isFloat() || actual.isDouble()) {
            assertThat(actual.decimalValue()).isEqualByComparingTo(expected.decimalValue());
        } else {
            assertThat(actual).hasToString(expected.toString());
        }
    }

    @Test
    void bytesAreHexWithoutAPrefix() throws Exception {
        postgres.run("create table t (id int primary key, v bytea, w bytea[]);"
                + "insert into t values (1, '\\x00ff10', array['\\x01', null]::bytea[])");

        var row = inserted(HEARD.changes(1).getFirst());
        assertThat(row.get("v")).hasToString("\"00ff10\"");
        assertThat(row.get("w")).hasToString("[\"01\",null]");
    }

    @Test
    void aTypeMadeWhileRunningIsKnown() throws Exception {
        postgres.run(
                "drop type if exists colour; create type colour as enum ('red'); create table t (id int primary key, v colour[]);"
                        + "insert into t values (1, '{red}'); drop table t; drop type colour");

        var change = HEARD.changes(1).getFirst();
        assertThat(change.table().columns().getLast().type()).isEqualTo("_colour");
    }

    @Test
    void theTableHasItsColumnsAndItsKey() throws Exception {
        postgres.run("create table t (a int, b varchar(5) unique not null, c timestamptz, primary key (c, a));"
                + "alter table t replica identity using index t_b_key; insert into t values (1, 'x', now())");

        var table = HEARD.changes(1).getFirst().table();
        assertThat(table).hasToString("public.t");
        assertThat(table.columns())
                .containsExactly(
                        new Column("a", "int4", true, false),
                        new Column("b", "varchar", false, true),
                        new Column("c", "timestamptz", true, false));
    }

    @Test
    void commitTimesArePostgresOwn() throws Exception {
        var before = Instant.now();
        postgres.run("create table t (id int primary key); insert into t values (1), (2)");

        var changes = HEARD.changes(2);
        assertThat(changes.getFirst().committedAt())
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1))
                .isEqualTo(changes.getFirst().committedAt().truncatedTo(ChronoUnit.MICROS))
                .isEqualTo(changes.getLast().committedAt());
        assertThat(changes.getFirst().position().transaction())
                .isEqualTo(changes.getLast().position().transaction());
        assertThat(changes.getFirst().position().index()).isZero();
        assertThat(changes.getLast().position().index()).isEqualTo(1);
    }

    @Test
    void aLongValueThatWasNotTouchedIsAbsent() throws Exception {
        postgres.run(
                "create table t (id int primary key, n int, long text); alter table t alter long set storage external;"
                        + "insert into t values (1, 1, repeat('x', 100000))");
        postgres.run("update t set n = 2");

        var update = (Change.Update) HEARD.changes(2).get(1);
        assertThat(update.row().values()).containsOnlyKeys("id", "n");
        assertThat(update.old().values()).containsOnlyKeys("id");
    }

    @Test
    void aLongValueThatWasNotTouchedComesFromAFullOldRow() throws Exception {
        postgres.run(
                "create table t (id int primary key, n int, long text); alter table t alter long set storage external;"
                        + "alter table t replica identity full; insert into t values (1, 1, repeat('x', 100000))");
        postgres.run("update t set n = 2");

        var update = (Change.Update) HEARD.changes(2).get(1);
        assertThat(value(update.row(), "long").asString()).hasSize(100000);
        assertThat(value(update.old(), "long").asString()).hasSize(100000);
        assertThat(update.old().get("n")).hasToString("1");
    }

    @Test
    void byDefaultTheOldRowIsItsKey() throws Exception {
        postgres.run("create table t (a int, v text, b int, primary key (b, a)); insert into t values (1, 'x', 2)");
        postgres.run("update t set v = 'y'");
        postgres.run("update t set a = 7");
        postgres.run("delete from t");

        var changes = HEARD.changes(4);
        assertThat(((Change.Update) changes.get(1)).old().values()).hasToString("{a=1, b=2}");
        assertThat(((Change.Update) changes.get(2)).old().values()).hasToString("{a=1, b=2}");
        assertThat(((Change.Update) changes.get(2)).row().values()).hasToString("{a=7, v=\"y\", b=2}");
        assertThat(((Change.Delete) changes.get(3)).old().values()).hasToString("{a=7, b=2}");
    }

    @Test
    void withAnIndexTheOldRowIsItsColumns() throws Exception {
        postgres.run("create table t (id int primary key, code text not null unique, v int);"
                + "alter table t replica identity using index t_code_key; insert into t values (1, 'x', 1)");
        postgres.run("update t set v = 2");
        postgres.run("update t set code = 'y'");
        postgres.run("delete from t");

        var changes = HEARD.changes(4);
        assertThat(((Change.Update) changes.get(1)).old().values()).hasToString("{code=\"x\"}");
        assertThat(((Change.Update) changes.get(2)).old().values()).hasToString("{code=\"x\"}");
        assertThat(((Change.Delete) changes.get(3)).old().values()).hasToString("{code=\"y\"}");
    }

    @Test
    void withoutAKeyOnlyInsertsAreHeard() throws Exception {
        postgres.run("create table t (v int); insert into t values (1)");

        assertThat(HEARD.changes(1).getFirst().table().key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback", "savepoint s; insert into t values (2); rollback to s; rollback"})
    void aRollbackIsSilent(String end) throws Exception {
        postgres.run("create table t (id int primary key)");
        postgres.runAlone("begin; insert into t values (1); " + end);
        postgres.run("insert into t values (9)");

        assertThat(inserted(HEARD.changes(1).getFirst()).get("id")).hasToString("9");
    }

    @Test
    void whatWasRolledBackToASavepointIsSilent() throws Exception {
        postgres.run(
                "create table t (id int primary key); insert into t values (1); savepoint s; insert into t values (2);"
                        + "rollback to s; insert into t values (3)");

        assertThat(HEARD.changes(2))
                .extracting(change -> value(inserted(change), "id").asInt())
                .containsExactly(1, 3);
    }

    @Test
    void aRowHasTheColumnsOfItsMoment() throws Exception {
        postgres.run("create table t (id int primary key, a int); insert into t values (1, 1);"
                + "alter table t add b text default 'd'; insert into t values (2, 2, 'x');"
                + "alter table t rename a to c; insert into t values (3, 3, 'y');"
                + "alter table t drop b; insert into t values (4, 4);"
                + "alter table t alter c type text; insert into t values (5, '5')");

        assertThat(HEARD.changes(5))
                .extracting(change -> inserted(change).values().toString())
                .containsExactly(
                        "{id=1, a=1}",
                        "{id=2, a=2, b=\"x\"}",
                        "{id=3, c=3, b=\"y\"}",
                        "{id=4, c=4}",
                        "{id=5, c=\"5\"}");
    }

    @Test
    void aPartitionedTableIsHeardUnderItsOwnName() throws Exception {
        postgres.run("create table t (id int, region text, primary key (id, region)) partition by list (region);"
                + "create table t_eu partition of t for values in ('eu'); create table t_us partition of t for values in ('us');"
                + "insert into t values (1, 'eu'), (2, 'us')");
        postgres.run("delete from t where id = 2");

        var changes = HEARD.changes(3);
        assertThat(changes).extracting(change -> change.table().toString()).containsOnly("public.t");
        assertThat(((Change.Delete) changes.get(2)).old().values()).hasToString("{id=2, region=\"us\"}");
    }

    @Test
    void truncateIsSilent() throws Exception {
        postgres.run("create table t (id int primary key); insert into t values (1)");
        postgres.run("truncate t");
        postgres.run("insert into t values (2)");

        assertThat(HEARD.changes(2)).allMatch(Change.Insert.class::isInstance);
    }

    @Test
    void storedGeneratedColumnsAreSentIfThePublicationSaysSo() throws Exception {
        postgres.run("create table t (id int primary key, twice int generated always as (id * 2) stored,"
                + " thrice int generated always as (id * 3) virtual); insert into t values (1)");
        HEARD.changes(1);
        postgres.run("alter publication announced set (publish_generated_columns = stored)");
        try {
            postgres.run("insert into t values (2)");

            assertThat(HEARD.changes(2))
                    .extracting(change -> inserted(change).values().toString())
                    .containsExactly("{id=1}", "{id=2, twice=4}");
        } finally {
            postgres.run("alter publication announced set (publish_generated_columns = none)");
        }
    }

    private static Row inserted(Change change) {
        return ((Change.Insert) change).row();
    }

    private static JsonNode value(Row row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
