package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.replication.Feasibility.Impossible;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WithoutLogicalDecodingTest {

    @Test
    void thereAreNoChangesToRead() throws Exception {
        try (var postgres = TestPostgres.start(Map.of("wal_level", "replica"));
                var connection = postgres.connect()) {
            var feasibility = Feasibility.of(connection, postgres.settings("belfry_1"));

            assertThat(feasibility)
                    .isEqualTo(new Impossible(
                            "wal_level of PostgreSQL is replica.", "Set wal_level = logical and restart PostgreSQL."));
        }
    }
}
