package dev.belfry.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) {
        return new CheckCommand(environment, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(List.of(arguments), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                        | 64 | name a database: belfry check jdbc:postgresql://",
                "--jsno                                                    | 64 | did you mean --json?",
                "jdbc:postgresql://a/b jdbc:postgresql://a/c               | 64 | one database is checked at a time",
                "jdbc:postgresql://127.0.0.1:1/portal                      | 64 | say who signs in",
                "postgresql://ada:secret@127.0.0.1:1/portal                | 2  | The database cannot be reached",
                "mysql://ada:secret@127.0.0.1:1/portal                     | 2  | is no address of a PostgreSQL"
            })
    void oneClearLine(String arguments, int exitCode, String said) {
        assertThat(run(Map.of(), arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(exitCode);

        assertThat(err.toString(UTF_8).lines().toList())
                .hasSize(exitCode == 64 ? 2 : 1)
                .first()
                .asString()
                .startsWith("belfry check: ")
                .contains(said)
                .doesNotContain("secret");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void aWrongSettingIsNamed() {
        var address = "postgresql://ada@127.0.0.1:1/portal";

        assertThat(run(Map.of("BELFRY_CHANGES_SOURCE", "kafka"), address)).isEqualTo(2);
        assertThat(run(Map.of("BELFRY_RESUME_WAL_BYTES", "much"), address)).isEqualTo(2);

        assertThat(err.toString(UTF_8))
                .contains("BELFRY_CHANGES_SOURCE must be")
                .contains("BELFRY_RESUME_WAL_BYTES");
    }

    @Test
    void aDatabaseIsDescribedForPeopleAndForPrograms(@TempDir Path home) throws IOException, SQLException {
        var secrets = LocalSecrets.in(home);
        try (var postgres = LocalPostgres.start(home, 0, secrets);
                var connection = postgres.connectAsSuperuser();
                var statement = connection.createStatement()) {
            var environment = Map.of(
                    "BELFRY_DATABASE_URL", postgres.jdbcUrl(),
                    "BELFRY_DATABASE_USER", LocalPostgres.USER,
                    "BELFRY_DATABASE_PASSWORD", postgres.userPassword());

            assertThat(run(environment)).as(out.toString(UTF_8)).isZero();
            assertThat(out.toString(UTF_8))
                    .startsWith(postgres.jdbcUrl() + ", as belfry\n\nok\n")
                    .endsWith("\nBelfry would run fully.\n")
                    .doesNotContain("\u001b", postgres.userPassword());

            statement.execute("create role anon");
            for (var number = 0; number < 7; number++) {
                statement.execute(
                        "create table t" + number + " (id int primary key); grant select on t" + number + " to anon");
            }
            statement.execute("grant anon to belfry");
            out.reset();
            assertThat(run(environment)).isEqualTo(1);
            assertThat(out.toString(UTF_8).replaceAll("\\s+", " "))
                    .contains("by changes: public.t0, public.t1, public.t2, public.t3, public.t4 and 2 more");
            assertThat(out.toString(UTF_8))
                    .contains("→ alter table public.t4 enable row level security;")
                    .contains("→ … and 2 more; --json has all")
                    .endsWith("\nBelfry would run, with 1 warning.\n");
            assertThat(out.toString(UTF_8).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(150));

            out.reset();
            assertThat(run(environment, "--json")).isEqualTo(1);
            var json = Json.MAPPER.readTree(out.toByteArray());
            assertThat(json.path("exitCode").intValue()).isEqualTo(1);
            assertThat(json.path("findings").valueStream())
                    .filteredOn(finding -> finding.path("topic").stringValue().equals("row-security"))
                    .singleElement()
                    .satisfies(
                            finding -> assertThat(finding.path("cures").size()).isEqualTo(7));

            err.reset();
            var wrong = new java.util.HashMap<>(environment);
            wrong.put("BELFRY_DATABASE_PASSWORD", "wrong");
            assertThat(run(wrong)).isEqualTo(2);
            assertThat(err.toString(UTF_8).lines())
                    .singleElement()
                    .asString()
                    .startsWith("belfry check: The password of belfry is not accepted.");
        }
    }
}
