package dev.belfry.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL 18 answered to {@code to_jsonb}, in UTC. */
class PostgresTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-02,  2026-01-02",
        "-0043-03-15, 0044-03-15 BC",
        "+10000-01-01, 10000-01-01",
        "+999999999-12-31, infinity",
        "-999999999-01-01, -infinity"
    })
    void dates(LocalDate date, String text) {
        assertThat(PostgresText.date(date)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "03:04:05,           6, 03:04:05",
        "03:04:05.12,        6, 03:04:05.12",
        "03:04:05.1234565,   6, 03:04:05.123457",
        "23:59:59.9999999,   6, 24:00:00",
        "23:59:59.35,        1, 23:59:59.4",
        "23:59:59.5,         0, 24:00:00"
    })
    void times(LocalTime time, int precision, String text) {
        assertThat(PostgresText.time(time, precision)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"03:04:05.1+05:30, 03:04:05.1+05:30", "03:04:05-02:00, 03:04:05-02", "03:04:05Z, 03:04:05+00"})
    void timesWithOffset(OffsetTime time, String text) {
        assertThat(PostgresText.timeWithOffset(time, 6)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05,           6, 2026-01-02T03:04:05",
        "1999-12-31T23:59:59.9999995,   6, 2000-01-01T00:00:00",
        "1999-12-31T23:59:59.25,        1, 1999-12-31T23:59:59.2",
        "2001-12-31T23:59:59.25,        1, 2001-12-31T23:59:59.3",
        "+10000-01-01T00:00:00.1,       6, 10000-01-01T00:00:00.1"
    })
    void timestamps(LocalDateTime time, int precision, String text) {
        assertThat(PostgresText.timestamp(time, precision)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.123456Z, 2026-01-02T03:04:05.123456+00:00",
        "-0043-03-15T12:00:00Z,       0044-03-15T12:00:00+00:00 BC"
    })
    void instants(Instant time, String text) {
        assertThat(PostgresText.timestamp(time, 6)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,              6, 00:00:00",
        "P1DT2H3M4.5S,      6, 1 day 02:03:04.5",
        "PT100H,            6, 4 days 04:00:00",
        "P2D,               6, 2 days",
        "P-1DT-0.5S,        6, -1 days -00:00:00.5",
        "PT-23H-59M-59.5S,  6, -1 days +00:00:00.5",
        "PT-0.5S,           6, -00:00:00.5",
        "PT1.25S,           1, 00:00:01.3"
    })
    void intervals(Duration duration, int precision, String text) {
        assertThat(PostgresText.interval(duration, precision)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::1, ::1",
        "1::, 1::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void addresses(String given, String text) throws Exception {
        assertThat(PostgresText.address(InetAddress.getByName(given))).isEqualTo(text);
    }

    @Test
    void theLastMomentOfJavaIsInfinity() {
        assertThat(PostgresText.timestamp(LocalDateTime.MAX, 6)).isEqualTo("infinity");
        assertThat(PostgresText.timestamp(LocalDateTime.MIN, 6)).isEqualTo("-infinity");
    }
}
