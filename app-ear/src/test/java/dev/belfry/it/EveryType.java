package dev.belfry.it;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An attribute of every type that Hibernate maps to one of PostgreSQL's. */
@Entity
@Table(name = "test_every_type")
public class EveryType {

    /** Named otherwise in Java than in text. */
    public enum Mood {
        GOOD,
        BAD;

        @Override
        public String toString() {
            return "feeling " + name();
        }
    }

    /** The table, as the attributes want it. */
    public static final String DDL = """
            create table public.test_every_type (
                id integer primary key,
                a_text text, a_varchar varchar(5), a_char char(5), a_letter char(1),
                an_int2 smallint, an_int4 integer, an_int8 bigint,
                a_money numeric(12,2), a_numeric numeric, a_price public.test_price,
                a_float4 real, a_float8 double precision,
                a_bool boolean, a_numeric_bool integer, a_uuid uuid,
                a_date date, a_time time, a_rough_time time(1),
                a_timestamp timestamp, a_rough_timestamp timestamp(0),
                an_instant timestamptz, an_offset_time timestamptz,
                an_interval interval, a_duration numeric(21),
                a_node jsonb, a_map jsonb, an_old_json json,
                texts text[], numbers integer[], ids uuid[], days date[], a_list text[], moods text[],
                some_bytes bytea,
                a_named_mood varchar(255), a_native_mood public.test_mood, an_ordinal_mood smallint,
                an_address inet, a_zone varchar(255), a_locale varchar(255)
            )
            """;

    @Id
    private int id;

    private @Nullable String aText;

    private @Nullable String aVarchar;

    @JdbcTypeCode(SqlTypes.CHAR)
    private @Nullable String aChar;

    private @Nullable Character aLetter;

    @Column(name = "an_int2")
    private @Nullable Short anInt2;

    @Column(name = "an_int4")
    private @Nullable Integer anInt4;

    @Column(name = "an_int8")
    private @Nullable Long anInt8;

    private @Nullable BigDecimal aMoney;

    private @Nullable BigDecimal aNumeric;

    @Column(columnDefinition = "test_price")
    private @Nullable BigDecimal aPrice;

    @Column(name = "a_float4")
    private @Nullable Float aFloat4;

    @Column(name = "a_float8")
    private @Nullable Double aFloat8;

    private @Nullable Boolean aBool;

    @JdbcTypeCode(SqlTypes.INTEGER)
    private @Nullable Boolean aNumericBool;

    private @Nullable UUID aUuid;

    private @Nullable LocalDate aDate;

    private @Nullable LocalTime aTime;

    private @Nullable LocalTime aRoughTime;

    private @Nullable LocalDateTime aTimestamp;

    private @Nullable LocalDateTime aRoughTimestamp;

    private @Nullable Instant anInstant;

    private @Nullable OffsetDateTime anOffsetTime;

    @JdbcTypeCode(SqlTypes.INTERVAL_SECOND)
    private @Nullable Duration anInterval;

    @JdbcTypeCode(SqlTypes.DURATION)
    private @Nullable Duration aDuration;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable JsonNode aNode;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Map<String, Object> aMap;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(columnDefinition = "json")
    private @Nullable String anOldJson;

    private String @Nullable [] texts;

    private int @Nullable [] numbers;

    private UUID @Nullable [] ids;

    private LocalDate @Nullable [] days;

    private @Nullable List<String> aList;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Enumerated(EnumType.STRING)
    private @Nullable List<Mood> moods;

    private byte @Nullable [] someBytes;

    @Enumerated(EnumType.STRING)
    private @Nullable Mood aNamedMood;

    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    @Column(columnDefinition = "test_mood")
    private @Nullable Mood aNativeMood;

    private @Nullable Mood anOrdinalMood;

    private @Nullable InetAddress anAddress;

    private @Nullable ZoneId aZone;

    private @Nullable Locale aLocale;

    protected EveryType() {}

    /** With nothing but a key. */
    public EveryType(int id) {
        this.id = id;
    }

    /** Values that PostgreSQL keeps differently from how Java has them, wherever there are such. */
    public EveryType filled() throws UnknownHostException {
        aText = "a \"text\"\n with 🔔 and \\";
        aVarchar = "short";
        aChar = "ab";
        aLetter = 'x';
        anInt2 = Short.MIN_VALUE;
        anInt4 = Integer.MAX_VALUE;
        anInt8 = Long.MAX_VALUE;
        aMoney = new BigDecimal("10.5");
        aNumeric = new BigDecimal("1E+3");
        aPrice = new BigDecimal("0.125");
        aFloat4 = 0.1f;
        aFloat8 = 1e23;
        aBool = true;
        aNumericBool = true;
        aUuid = UUID.fromString("0C6F3A8E-1B2C-4D5E-8F90-A1B2C3D4E5F6");
        aDate = LocalDate.of(2026, 1, 2);
        aTime = LocalTime.parse("03:04:05.123456");
        aRoughTime = LocalTime.parse("03:04:05.25");
        aTimestamp = LocalDateTime.parse("2026-01-02T03:04:05.1234565");
        aRoughTimestamp = LocalDateTime.parse("2026-01-02T03:04:05.5");
        anInstant = Instant.parse("2026-01-02T03:04:05.123456Z");
        anOffsetTime = OffsetDateTime.parse("2026-01-02T03:04:05.12+05:30");
        anInterval = Duration.parse("P1DT2H3M4.5S");
        aDuration = Duration.parse("PT1.5S");
        aNode = JsonMapper.shared().readTree("{\"bb\":1.50,\"a\":{\"z\":1e3,\"y\":null},\"é\":[true]}");
        aMap = new TreeMap<>(Map.of("later", List.of(1, 2.5), "at", "2026-01-02"));
        anOldJson = "{\"b\": 1.0, \"a\": 2, \"b\": 3}";
        texts = new String[] {"one", "", "with, \"quotes\" and {braces}", "NULL"};
        numbers = new int[] {1, -2};
        ids = new UUID[] {aUuid};
        days = new LocalDate[] {aDate};
        aList = new ArrayList<>(List.of("x", "y"));
        moods = new ArrayList<>(List.of(Mood.BAD, Mood.GOOD));
        someBytes = new byte[] {(byte) 0xde, (byte) 0xad, 0};
        aNamedMood = Mood.GOOD;
        aNativeMood = Mood.BAD;
        anOrdinalMood = Mood.BAD;
        anAddress = InetAddress.getByName("2001:db8::1");
        aZone = ZoneId.of("Europe/Zurich");
        aLocale = Locale.CANADA_FRENCH;
        return this;
    }

    /** What is none of the usual values of its type. */
    public void changeToTheUnusual() {
        aText = "";
        aChar = "abcde";
        aMoney = new BigDecimal("-0.005");
        aNumeric = new BigDecimal("1E-10");
        aFloat4 = Float.NaN;
        aFloat8 = Double.NEGATIVE_INFINITY;
        aBool = false;
        aTime = LocalTime.parse("23:59:59.999999");
        anInstant = Instant.parse("1969-12-31T23:59:59.999999Z");
        aTimestamp = LocalDateTime.parse("1999-12-31T23:59:59.9999995");
        aDate = LocalDate.of(-43, 3, 15);
        anInterval = Duration.parse("PT-23H-59M-59.5S");
        texts = new String[0];
        numbers = null;
        aList = new ArrayList<>();
        someBytes = new byte[0];
    }
}
