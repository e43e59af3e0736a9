package dev.belfry.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z,        2026-01-02T03:04:05+00:00",
        "2026-01-02T03:04:05.1200Z,   2026-01-02T03:04:05.12+00:00",
        "2026-01-02T03:04:05.123456Z, 2026-01-02T03:04:05.123456+00:00"
    })
    void timesAreWrittenAsPostgresDoes(String instant, String expected) {
        assertThat(Json.of(Instant.parse(instant)).asString()).isEqualTo(expected);
    }
}
