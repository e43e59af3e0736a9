package dev.belfry.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.policy.PolicyCatalog.TableRole;
import dev.belfry.domain.replication.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Random policies on a table of random rows, seen by random callers: what is decided in memory is what PostgreSQL decides. */
class GeneratedPoliciesTest {

    private static final int POLICY_SETS = 60;
    private static final int ROWS = 40;

    private static TestPostgres postgres;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run(PolicySamples.SCHEMA);
        connection = postgres.connect();
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theCompiledVerdictIsPostgresVerdict(long seed) throws SQLException {
        var random = new Random(seed);
        var samples = new PolicySamples(random);
        var decided = 0;
        var open = 0;
        var visible = 0;
        for (var set = 0; set < POLICY_SETS; set++) {
            execute("delete from public.things");
            for (var row = 0; row < ROWS; row++) {
                execute(samples.insert(row));
            }
            var policies = samples.policies();
            policies.forEach(GeneratedPoliciesTest::execute);
            var rows = rows();
            for (var caller : samples.callers()) {
                var access = access(caller.role());
                var seen = seenBy(caller);
                for (var row : rows.entrySet()) {
                    var decision = access.decide(row.getValue(), caller);
                    if (decision == Decision.OPEN || seen == null) {
                        open++;
                        continue;
                    }
                    decided++;
                    var isVisible = seen.contains(row.getKey());
                    visible += isVisible ? 1 : 0;
                    assertThat(decision)
                            .as("seed %s, %s, row %s, claims %s", seed, policies, row.getValue(), caller.json())
                            .isEqualTo(isVisible ? Decision.VISIBLE : Decision.HIDDEN);
                    var subjects = access.subjects(row.getValue());
                    var key = Subjects.key(caller);
                    if (isVisible && subjects != null && key != null) {
                        assertThat(subjects)
                                .as("found by its user: seed %s, %s, row %s", seed, policies, row.getValue())
                                .contains(key);
                    }
                }
            }
            connection.rollback();
        }
        System.out.printf("seed %d: %d decided (%d visible), %d open%n", seed, decided, visible, open);
        assertThat(decided).as("verdicts that were compared").isGreaterThan(5_000);
        assertThat(visible).isBetween(decided / 20, decided * 19 / 20);
        assertThat(open).as("left to PostgreSQL").isLessThan(decided / 2);
    }

    private static Access access(String role) throws SQLException {
        var key = new TableRole("public", "things", role);
        var facts = PolicyCatalog.read(connection, List.of(key));
        execute("set local search_path = public");
        return PolicyCatalog.compile(Objects.requireNonNull(facts.grants().get(key)), role, facts.functions());
    }

    /** Ids of the rows that PostgreSQL shows; null if a policy raises an error. */
    private static @Nullable Set<Integer> seenBy(Claims caller) throws SQLException {
        var savepoint = connection.setSavepoint();
        try (var statement = connection.prepareStatement("""
                select set_config('request.jwt.claims', ?, true), set_config('request.jwt.claim.sub', ?, true),
                       set_config('request.jwt.claim.role', ?, true), set_config('role', ?, true)""")) {
            statement.setString(1, caller.json());
            statement.setString(2, caller.subject() == null ? "" : caller.subject());
            statement.setString(3, caller.role());
            statement.setString(4, caller.role());
            statement.execute();
        }
        var ids = new HashSet<Integer>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select id from public.things")) {
            while (found.next()) {
                ids.add(found.getInt(1));
            }
            return ids;
        } catch (SQLException e) {
            return null;
        } finally {
            connection.rollback(savepoint);
        }
    }

    private static Map<Integer, Row> rows() throws SQLException {
        var rows = new LinkedHashMap<Integer, Row>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select id, to_jsonb(t) from public.things t")) {
            while (found.next()) {
                var values = new LinkedHashMap<String, JsonNode>();
                Json.MAPPER
                        .readTree(found.getString(2))
                        .propertyStream()
                        .forEach(column -> values.put(column.getKey(), column.getValue()));
                rows.put(found.getInt(1), new Row(values));
            }
        }
        return rows;
    }

    private static void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
