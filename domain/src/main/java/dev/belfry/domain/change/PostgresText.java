package dev.belfry.domain.change;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values that JSON has no type for, as the text that PostgreSQL's {@code to_jsonb} makes of them in a session of UTC.
 *
 * <p>Where a precision is asked for, it is the column's: digits of the second's fraction, at most 6. Java's nanoseconds are
 * rounded to microseconds first, as the driver does.
 */
public final class PostgresText {

    public static final int MICROSECONDS = 6;

    private static final long NANOS_PER_DAY = Duration.ofDays(1).toNanos();

    /** From here PostgreSQL counts, and away from here it rounds. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, SignStyle.NOT_NEGATIVE)
            .appendPattern("-MM-dd")
            .toFormatter();

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(MICRO_OF_SECOND, 0, MICROSECONDS, true)
            .toFormatter();

    private PostgresText() {}

    /** {@code 2026-01-02}; the last day of Java's calendar is the driver's for infinity. */
    public static String date(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return "infinity";
        }
        return date.equals(LocalDate.MIN) ? "-infinity" : DATE.format(date) + era(date);
    }

    /** {@code 03:04:05.12}, and {@code 24:00:00} for what is rounded to midnight. */
    public static String time(LocalTime time, int precision) {
        var nanos = rounded(rounded(time.toNanoOfDay(), MICROSECONDS), precision);
        return nanos == NANOS_PER_DAY ? "24:00:00" : TIME.format(LocalTime.ofNanoOfDay(nanos));
    }

    /** {@code 03:04:05.12+05:30}, the offset kept, its minutes left out if there are none. */
    public static String timeWithOffset(OffsetTime time, int precision) {
        return time(time.toLocalTime(), precision)
                + DateTimeFormatter.ofPattern("xxx").format(time.getOffset()).replaceFirst(":00$", "");
    }

    /** {@code 2026-01-02T03:04:05.123456}. */
    public static String timestamp(LocalDateTime time, int precision) {
        return timestamp(time, precision, "");
    }

    /** {@code 2026-01-02T03:04:05.123456+00:00}. */
    public static String timestamp(Instant instant, int precision) {
        return timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), precision, "+00:00");
    }

    private static String timestamp(LocalDateTime time, int precision, String zone) {
        if (time.equals(LocalDateTime.MAX)) {
            return "infinity";
        }
        if (time.equals(LocalDateTime.MIN)) {
            return "-infinity";
        }
        var micros = ChronoUnit.MICROS.between(EPOCH, time.plusNanos(500).truncatedTo(ChronoUnit.MICROS));
        var scale = scale(precision) / 1_000;
        var kept = EPOCH.plus(roundedAway(micros, scale), ChronoUnit.MICROS);
        return DATE.format(kept) + "T" + TIME.format(kept) + zone + era(kept.toLocalDate());
    }

    private static String era(LocalDate date) {
        return date.getEra() == IsoEra.BCE ? " BC" : "";
    }

    /** {@code 1 day 02:03:04.5}: whole days, and the rest as a time, each with its sign. */
    public static String interval(Duration duration, int precision) {
        var days = duration.toSeconds() / Duration.ofDays(1).toSeconds();
        var rest = duration.minusDays(days).toNanos();
        var nanos = roundedAway(roundedAway(rest, scale(MICROSECONDS)), scale(precision));
        var time = Duration.ofNanos(Math.abs(nanos));
        var clock = "%02d:%s"
                .formatted(time.toHours(), TIME.format(LocalTime.MIN.plus(time)).substring(3));
        if (days == 0) {
            return nanos < 0 ? "-" + clock : clock;
        }
        var whole = days + (days == 1 ? " day" : " days");
        if (nanos == 0) {
            return whole;
        }
        var sign = nanos < 0 ? "-" : days < 0 ? "+" : "";
        return whole + " " + sign + clock;
    }

    /** Without a network mask; the longest run of zeros is left out. */
    public static String address(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        var groups = IntStream.range(0, 8)
                .mapToObj(i -> Integer.toHexString((bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff)))
                .collect(Collectors.joining(":"));
        for (var run = 8; run > 1; run--) {
            var zeros = "0" + ":0".repeat(run - 1);
            var found = (":" + groups + ":").indexOf(":" + zeros + ":");
            if (found >= 0) {
                var before = found == 0 ? "" : groups.substring(0, found - 1);
                var end = found + zeros.length();
                return before + "::" + (end < groups.length() ? groups.substring(end + 1) : "");
            }
        }
        return groups;
    }

    private static long rounded(long nanos, int precision) {
        var scale = scale(precision);
        return (nanos + scale / 2) / scale * scale;
    }

    private static long roundedAway(long value, long scale) {
        return value < 0 ? -((-value + scale / 2) / scale * scale) : (value + scale / 2) / scale * scale;
    }

    /** Nanoseconds of the last digit that is kept. */
    private static long scale(int precision) {
        var scale = 1_000L;
        for (var digit = precision; digit < MICROSECONDS; digit++) {
            scale *= 10;
        }
        return scale;
    }
}
