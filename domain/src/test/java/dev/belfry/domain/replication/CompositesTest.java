package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Composites and hstore are the objects that {@code to_jsonb} makes of them. */
class CompositesTest {

    private static final Heard HEARD = new Heard();

    private static TestPostgres postgres;
    private static WalStream stream;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run(
                "create schema x; create extension hstore schema x; alter database postgres set search_path = public, x");
        postgres.run("""
                create type mood as enum ('sad', 'quite "happy", (really)');
                create domain cents as numeric(10, 2);
                create publication announced for all tables with (publish_via_partition_root = true)
                """);
        stream = new WalStream(postgres.settings("composites"), List::of, HEARD::change, HEARD::gap);
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
        postgres.run("drop table if exists t; drop table if exists u; drop type if exists pair cascade");
        HEARD.forget();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pair       | (1, 'x')                             | {\"a\":1,\"b\":\"x\"}",
                "pair       | (null, '')                           | {\"a\":null,\"b\":\"\"}",
                "pair       | (1, null)                            | {\"a\":1,\"b\":null}",
                "pair       | row(1, 'Main \"St\", \\5 (a)')::pair | {\"a\":1,\"b\":\"Main \\\"St\\\", \\\\5 (a)\"}",
                "pair[]     | array[row(1, 'x,y'), null]::pair[]   | [{\"a\":1,\"b\":\"x,y\"},null]",
                "x.hstore   | ''                                   | {}",
                "x.hstore   | 'bb=>\"a \\\"q\\\", b\", a=>\"NULL\"' | {\"a\":\"NULL\",\"bb\":\"a \\\"q\\\", b\"}",
                "x.hstore[] | array['a=>1', null]::x.hstore[]      | [{\"a\":\"1\"},null]",
                "int4multirange | '{[1,3),[5,7)}'                  | \"{[1,3),[5,7)}\"",
            })
    void oneIsAnObject(String type, String value, String json) throws Exception {
        postgres.run("create type pair as (a int, b text); create table t (id int primary key, v " + type
                + "); insert into t values (1, " + value + ")");

        assertThat(heard(1)).containsExactly(json);
        assertThat(heard(1)).isEqualTo(ofPostgres());
    }

    @Test
    void aTableWithARowOfAnotherOneInIt() throws Exception {
        postgres.run("create table u (id int primary key, gone text, since timestamptz)");
        postgres.run("alter table u drop gone");

        postgres.run("create table t (id int primary key, v u);"
                + "insert into t values (1, row(7, '2026-01-02 03:04:05Z')::u)");

        assertThat(heard(1)).isEqualTo(ofPostgres());
    }

    @Test
    void aTypeThatHasGotAnAttribute() throws Exception {
        postgres.run("create type pair as (a int, b text); create table t (id int primary key, v pair, w pair[]);"
                + "insert into t values (1, (1, 'x'), array[row(2, 'y')::pair])");
        HEARD.changes(1);

        postgres.run("insert into t values (2, (2, 'y')); alter type pair add attribute c bool;"
                + "insert into t values (3, (3, 'z', true))");
        postgres.run("insert into t values (4, (4, 'z', false))");

        assertThat(heard(4))
                .containsExactly(
                        "{\"a\":1,\"b\":\"x\"}",
                        "{\"a\":2,\"b\":\"y\"}",
                        "{\"a\":3,\"b\":\"z\",\"c\":true}",
                        "{\"a\":4,\"b\":\"z\",\"c\":false}");
    }

    @Test
    void aTypeThatHasLostAnAttributeAndGotAnotherNeverGivesOnesValueToTheOther() throws Exception {
        postgres.run("create type pair as (a int, b text); create table t (id int primary key, v pair);"
                + "insert into t values (1, (1, 'x'))");
        HEARD.changes(1);
        postgres.run("insert into t values (2, (2, '7')); alter type pair drop attribute b;"
                + "alter type pair add attribute c int; insert into t values (3, (3, 8))");
        postgres.run("insert into t values (4, (4, 9))");

        assertThat(heard(4)).containsExactly("{\"a\":1,\"b\":\"x\"}", "\"(2,7)\"", "\"(3,8)\"", "{\"a\":4,\"c\":9}");
    }

    @Test
    void aTypeThatIsAlteredBetweenTransactionsIsReadAnewForEachTable() throws Exception {
        postgres.run("create type pair as (a int, b text); create table t (id int primary key, v pair);"
                + "create table u (id int primary key, v pair[]); insert into t values (1, (1, 'x'));"
                + "insert into u values (2, array[row(2, 'x')::pair])");
        HEARD.changes(2);
        postgres.run("alter type pair drop attribute b; alter type pair add attribute c int");

        postgres.run("insert into t values (3, (3, 8))");
        postgres.run("insert into u values (4, array[row(4, 9)::pair])");
        postgres.run("alter type pair rename attribute c to d");
        postgres.run("insert into t values (5, (5, 10))");

        assertThat(heard(5).subList(2, 5))
                .containsExactly("{\"a\":3,\"c\":8}", "[{\"a\":4,\"c\":9}]", "{\"a\":5,\"d\":10}");
    }

    /** Composites of anything, composites and arrays among it, to a depth of three. */
    @RepeatedTest(40)
    void whateverItIsMadeOfItIsWhatToJsonbMakesOfIt(RepetitionInfo repetition) throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        var generated = new Generated(random, "c" + repetition.getCurrentRepetition() + "_");
        var type = generated.composite(3);
        var column = random.nextInt(3) == 0 ? generated.domain(type) : type;
        var array = random.nextInt(4) == 0;
        var values = IntStream.range(0, 8)
                .mapToObj(n -> "(" + n + ", " + (array ? generated.array(column) : column.value(random)) + ")")
                .collect(Collectors.joining(",\n"));

        postgres.run(generated.sql + "create table t (id int primary key, v " + column.name + (array ? "[]" : "")
                + "); insert into t values " + values);

        assertThat(heard(8)).as("seed %s", repetition.getCurrentRepetition()).isEqualTo(ofPostgres());
    }

    private static List<String> heard(int count) throws InterruptedException {
        return HEARD.changes(count).stream()
                .map(change -> Objects.requireNonNull(
                                ((Change.Insert) change).row().get("v"))
                        .toString())
                .toList();
    }

    private static List<String> ofPostgres() throws SQLException {
        var values = new ArrayList<String>();
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'; set datestyle = 'ISO'");
            try (var found = statement.executeQuery("select coalesce(to_jsonb(v), 'null') from t order by id")) {
                while (found.next()) {
                    values.add(Json.MAPPER.readTree(found.getString(1)).toString());
                }
            }
        }
        return values;
    }

    /** Types, and values of them as SQL writes them. */
    private static final class Generated {

        private record Of(String name, List<Of> attributes, List<String> values, boolean array) {

            private static Of scalar(String name, String... values) {
                return new Of(name, List.of(), List.of(values), false);
            }

            private String value(Random random) {
                if (random.nextInt(6) == 0) {
                    return "null";
                }
                if (array) {
                    return IntStream.range(0, random.nextInt(4))
                            .mapToObj(n -> attributes.getFirst().value(random))
                            .collect(Collectors.joining(", ", "array[", "]::" + name));
                }
                return attributes.isEmpty()
                        ? values.get(random.nextInt(values.size()))
                        : attributes.stream()
                                .map(attribute -> attribute.value(random))
                                .collect(Collectors.joining(", ", "row(", ")::" + name));
            }
        }

        private static final List<Of> SCALARS = List.of(
                Of.scalar("int", "0", "-7", "2147483647"),
                Of.scalar("int8", "9007199254740993"),
                Of.scalar("bool", "true", "false"),
                Of.scalar("float8", "0.1", "1.5e-7", "1e300", "'NaN'", "'-infinity'"),
                Of.scalar("numeric", "1.50", "12345678901234567890.123456789", "'NaN'"),
                Of.scalar("cents", "1.5"),
                Of.scalar(
                        "text",
                        "''",
                        "'NULL'",
                        "'null'",
                        "'x'",
                        "' blanks '",
                        "'(a,\"b\")'",
                        "'{\"c\",d}'",
                        "'\\ \\\\ \"\" '",
                        "'Ünï 🎈'",
                        "e'two\\nlines\\ttab'"),
                Of.scalar("mood", "'sad'", "'quite \"happy\", (really)'"),
                Of.scalar("bytea", "'\\x00ff'"),
                Of.scalar("uuid", "'6f9619ff-8b86-d011-b42d-00cf4fc964ff'"),
                Of.scalar("date", "'2026-01-02'", "'infinity'"),
                Of.scalar("timestamp", "'2026-01-02 03:04:05.123'"),
                Of.scalar("timestamptz", "'2026-01-02 03:04:05.123+02'", "'-infinity'"),
                Of.scalar("interval", "'1 year 2 days 03:04:05'"),
                Of.scalar("json", "'{\"b\": [1, \"x, (y)\"], \"a\": null}'", "'null'", "'\"\\\\\\\" \"'"),
                Of.scalar("jsonb", "'{\"bb\": 1.50, \"a\": \"q\\\"q\"}'", "'[]'"),
                Of.scalar("int4range", "'[1,5)'", "'empty'"),
                Of.scalar("nummultirange", "'{[1,2.5),[7,9]}'"),
                Of.scalar("x.hstore", "'a=>1, bb=>NULL, \"c \\\"d\\\", e\"=>\"(x)\"'", "''"));

        private static final List<String> NAMES =
                List.of("a", "b", "\"Zz\"", "\"with space\"", "\"quo\"\"ted\"", "\"ünï\"", "long_name", "\"1\"", "z");

        private final Random random;
        private final String prefix;
        private final StringBuilder sql = new StringBuilder();
        private int made;

        private Generated(Random random, String prefix) {
            this.random = random;
            this.prefix = prefix;
        }

        private Of composite(int depth) {
            var attributes = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(n -> attribute(depth))
                    .toList();
            var name = prefix + made++;
            sql.append("create type ").append(name).append(" as (");
            sql.append(IntStream.range(0, attributes.size())
                    .mapToObj(n -> NAMES.get(n) + " " + attributes.get(n).name())
                    .collect(Collectors.joining(", ")));
            sql.append(");");
            return new Of(name, attributes, List.of(), false);
        }

        private Of attribute(int depth) {
            var type = depth > 1 && random.nextInt(3) == 0
                    ? composite(depth - 1)
                    : SCALARS.get(random.nextInt(SCALARS.size()));
            type = depth > 1 && random.nextInt(6) == 0 ? domain(type) : type;
            return random.nextInt(4) == 0 ? new Of(type.name() + "[]", List.of(type), List.of(), true) : type;
        }

        private Of domain(Of type) {
            var name = prefix + made++;
            sql.append("create domain ")
                    .append(name)
                    .append(" as ")
                    .append(type.name())
                    .append(";");
            return new Of(name, type.attributes(), type.values(), type.array());
        }

        private String array(Of element) {
            return new Of(element.name() + "[]", List.of(element), List.of(), true).value(random);
        }
    }
}
