package dev.belfry.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL 18 answered to {@code select to_jsonb(x::float8)}. */
class FloatsTest {

    @ParameterizedTest
    @CsvSource({
        "0.1,  0.1",
        "1.0,  1",
        "-0.0, 0",
        "1e-7, 0.0000001",
        "1e20, 100000000000000000000",
        "100.5, 100.5",
        "5.6843418860808015e-14, 0.00000000000005684341886080802",
        "NaN,  \"NaN\"",
        "-Infinity, \"-Infinity\""
    })
    void writesFewestDigitsAndNoExponent(double value, String json) {
        assertThat(Json.MAPPER.writeValueAsString(Floats.json(value))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"1e23, 99999999999999990000000", "9.5, 9.5"})
    void choosesNoDecimalMidwayBetweenTwoNumbers(double value, String json) {
        assertThat(Json.MAPPER.writeValueAsString(Floats.json(value))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"4.9e-324, 5", "9.9e-324, 1"})
    void oneDigitMayBeEnough(double value, String digit) {
        assertThat(Json.MAPPER.writeValueAsString(Floats.json(value))).endsWith("0" + digit);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "3.4028235e38, 340282350000000000000000000000000000000",
        "16777216, 16777216",
        "Infinity, \"Infinity\""
    })
    void aShortFloatHasItsOwnDigits(float value, String json) {
        assertThat(Json.MAPPER.writeValueAsString(Floats.json(value))).isEqualTo(json);
    }
}
