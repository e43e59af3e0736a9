package dev.belfry.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.change.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

    private static final int NONE = -1;

    @ParameterizedTest
    @CsvSource({"12, 2, 10.5, 10.50", "5, -2, 1255, 1300", "5, 2, -0.125, -0.13", "12, 0, 2.5, 3"})
    void aNumericHasTheScaleOfItsColumn(int precision, int scale, BigDecimal value, String json) {
        var modifier = (precision << 16 | (scale & 0x7ff)) + 4;

        assertThat(text(new ColumnType("numeric", modifier, null), value)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1000", "1E-7, 0.0000001", "10.50, 10.50", "0, 0"})
    void aNumericWithoutScaleHasItsOwnDigits(BigDecimal value, String json) {
        assertThat(of("numeric", value)).isEqualTo(json);
    }

    @Test
    void wholeNumbersAndFloatsFitIntoANumeric() {
        assertThat(of("numeric", new BigInteger("12345678901234567890"))).isEqualTo("12345678901234567890");
        assertThat(of("numeric", 7L)).isEqualTo("7");
        assertThat(of("numeric", 0.12345678901234568)).isEqualTo("0.123456789012346");
        assertThat(of("numeric", 1.2345679E+8f)).isEqualTo("123457000");
        assertThat(of("numeric", Double.NaN)).isEqualTo("\"NaN\"");
    }

    @ParameterizedTest
    @CsvSource({
        "bpchar,  5, 'ab',    'ab   '",
        "bpchar,  2, 'ab   ', 'ab'",
        "varchar, 3, 'ab   ', 'ab '",
        "varchar, 3, 'ab',    'ab'",
        "bpchar,  2, '🔔',    '🔔 '"
    })
    void aTextFitsIntoItsColumn(String type, int length, String value, String text) {
        assertThat(new ColumnType(type, length + 4, null).json(value).asString())
                .isEqualTo(text);
    }

    @Test
    void bytesAreHexWithoutAPrefix() {
        assertThat(of("bytea", new byte[] {(byte) 0xde, (byte) 0xad, 1})).isEqualTo("\"dead01\"");
    }

    @Test
    void aLargeObjectsNumberIsNotItsText() {
        assertThat(of("oid", 5L)).isEqualTo("\"5\"");
        assertThatThrownBy(() -> of("oid", "a long text")).isInstanceOf(ClassCastException.class);
    }

    @Test
    void anHstoreIsAnObjectOfTexts() {
        var pairs = new java.util.HashMap<String, Object>();
        pairs.put("bb", 1);
        pairs.put("a", null);

        assertThat(new ColumnType("hstore", NONE, null).json(pairs)).hasToString("{\"a\":null,\"bb\":\"1\"}");
    }

    @Test
    void jsonIsKeptAsJsonb() {
        assertThat(of("jsonb", "{\"bb\": 1, \"a\": 1.0}")).isEqualTo("{\"a\":1.0,\"bb\":1}");
        assertThat(of("json", "null")).isEqualTo("null");
    }

    private static String of(String type, Object value) {
        return text(new ColumnType(type, NONE, null), value);
    }

    private static String text(ColumnType type, Object value) {
        return Json.MAPPER.writeValueAsString(type.json(value));
    }
}
