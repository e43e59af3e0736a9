package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Floats;
import dev.belfry.domain.change.Json;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bool        | t                             | true",
                "bool        | f                             | false",
                "int2        | -32768                        | -32768",
                "int4        | 2147483647                    | 2147483647",
                "int8        | 9223372036854775807           | 9223372036854775807",
                "float4      | 0.1                           | 0.1",
                "float8      | 9.999999999999999e+22         | 99999999999999990000000",
                "float8      | NaN                           | \"NaN\"",
                "float8      | -Infinity                     | \"-Infinity\"",
                "numeric     | 10.50                         | 10.50",
                "numeric     | 12345678901234567890.123456789| 12345678901234567890.123456789",
                "numeric     | NaN                           | \"NaN\"",
                "numeric     | Infinity                      | \"Infinity\"",
                "jsonb       | {\"a\": [1, 1.50, null]}      | {\"a\":[1,1.50,null]}",
                "json        | {\"b\": 1.0, \"a\": 2, \"b\": 3} | {\"a\":2,\"b\":3}",
                "json        | \"text\"                      | \"text\"",
                "timestamp   | 2026-01-02 03:04:05.1         | \"2026-01-02T03:04:05.1\"",
                "timestamp   | infinity                      | \"infinity\"",
                "timestamp   | 0044-03-15 00:00:00 BC        | \"0044-03-15T00:00:00 BC\"",
                "timestamptz | 2026-01-02 03:04:05.123456+00 | \"2026-01-02T03:04:05.123456+00:00\"",
                "timestamptz | 12026-01-02 03:04:05+00       | \"12026-01-02T03:04:05+00:00\"",
                "timestamptz | -infinity                     | \"-infinity\"",
                "timestamptz | 0044-03-15 00:00:00+00 BC     | \"0044-03-15T00:00:00+00:00 BC\"",
                "date        | 2026-01-02                    | \"2026-01-02\"",
                "timetz      | 03:04:05+00                   | \"03:04:05+00\"",
                "bytea       | \\x00ff                       | \"00ff\"",
                "uuid        | 6f9619ff-8b86-d011-b42d-00cf4fc964ff | \"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"",
                "text        | NULL                          | \"NULL\""
            })
    void aValueOfEveryTypeIsItsJson(String type, String text, String json) {
        assertThat(Conversion.ofBuiltIn(type).json(text)).hasToString(json);
    }

    @Test
    void whatTheListenerWritesIsWrittenTheSameWay() {
        assertThat(Conversion.NUMBER.json("10.50"))
                .hasToString(Json.of(new BigDecimal("10.50")).toString());
        assertThat(Conversion.NUMBER.json("0.00000001"))
                .hasToString(Json.of(new BigDecimal("0.00000001")).toString());
        assertThat(Conversion.INT.json("7")).hasToString(Json.of(7).toString());
        assertThat(Conversion.BIGINT.json("7")).hasToString(Json.of(7L).toString());
        assertThat(Conversion.NUMBER.json("9.999999999999999e+22")).isEqualTo(Floats.json(1e23));
        assertThat(Conversion.NUMBER.json("0.1")).isEqualTo(Floats.json(0.1f));
        assertThat(Conversion.TIMESTAMPTZ.json("2026-01-02 03:04:05.12+00"))
                .isEqualTo(Json.of(Instant.parse("2026-01-02T03:04:05.120Z")));
    }

    @Test
    void aValueThatCannotBeConvertedStaysText() {
        var deep = "[".repeat(5000) + "]".repeat(5000);

        assertThat(Conversion.JSON.orText().json(deep).asString()).isEqualTo(deep);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                  | []",
                "{1,NULL,-3}                         | [1,null,-3]",
                "{{1,2},{3,4}}                       | [[1,2],[3,4]]",
                "[0:1]={1,2}                         | [1,2]",
                "[1:1][-2:-1]={{1,2}}                | [[1,2]]",
            })
    void anArrayOfNumbersIsAnArray(String text, String json) {
        assertThat(ArrayText.of(Conversion.INT, ',').json(text)).hasToString(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a,\"\",\"NULL\",NULL}              | [\"\",\"NULL\",null]",
                "{a,\"b c\",\"d,e\",\"{f}\"}         | [\"b c\",\"d,e\",\"{f}\"]",
                "{a,\"\\\"\",\"\\\\\"}               | [\"\\\"\",\"\\\\\"]",
            })
    void quotedElementsAreTextAndNeverNull(String text, String json) {
        var array = ArrayText.of(Conversion.TEXT, ',').json(text);

        assertThat(array).hasToString("[\"a\"," + json.substring(1));
    }

    @Test
    void elementsAreConvertedAsTheirType() {
        var times = ArrayText.of(Conversion.TIMESTAMPTZ, ',').json("{\"2026-01-02 03:04:05+00\",infinity}");
        var documents = ArrayText.of(Conversion.JSON, ',').json("{\"{\\\"a\\\": 1}\",null}");
        var boxes = ArrayText.of(Conversion.TEXT, ';').json("{(1,1),(0,0);(2,2),(1,1)}");

        assertThat(times).hasToString("[\"2026-01-02T03:04:05+00:00\",\"infinity\"]");
        assertThat(documents).hasToString("[{\"a\":1},null]");
        assertThat(boxes).hasToString("[\"(1,1),(0,0)\",\"(2,2),(1,1)\"]");
    }
}
