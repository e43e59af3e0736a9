package dev.belfry.realtime.rows.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.query.RowsQuery.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;

class RowsQueryFuzzTest {

    @Timeout(10)
    @DictionaryFile(resourcePath = "/dev/belfry/realtime/rows/rows.dict")
    @FuzzTest(maxDuration = "20s")
    void everyParameterIsReadOrRefused(byte[] query) {
        var words = new String(query, StandardCharsets.UTF_8).split("=", 2);
        var parameter = new Parameter(words[0], words.length == 1 ? "" : words[1]);

        try {
            assertThat(RowsQuery.parse(List.of(parameter), false).clauses()).isNotNull();
        } catch (RowsProblem e) {
            assertThat(e.status()).isBetween(400, 499);
            assertThat(e).message().isNotEmpty();
        }
    }
}
