package dev.belfry.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

class RowsQueryFuzzTest {

    @Timeout(10)
    @DictionaryFile(resourcePath = "/dev/belfry/realtime/rows/rows.dict")
    @FuzzTest(maxDuration = "20s")
    void everyParameterIsReadOrRefused(byte[] query) {
        var words = new String(query, StandardCharsets.UTF_8).split("=", 2);
        var parameters = new MultivaluedHashMap<String, String>();
        parameters.add(words[0], words.length == 1 ? "" : words[1]);

        try {
            assertThat(RowsQuery.of(parameters).select()).isNotEmpty();
        } catch (RowsProblem e) {
            assertThat(e).message().isNotEmpty();
        }
    }
}
