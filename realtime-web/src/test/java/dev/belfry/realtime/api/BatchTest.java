package dev.belfry.realtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.BroadcastContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

    private static final int MAX = 1_000;

    @Test
    void theRecordedRequestIsOneMessage() {
        var batch = batch("""
                {"messages":[{"topic":"room:2","event":"cursor","payload":{"rest":1},"private":false}]}""");

        assertThat(batch.errors()).isNull();
        assertThat(batch.messages()).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo(new TopicKey("room:2", false));
            assertThat(text(message)).isEqualTo("""
                    {"payload":{"rest":1},"event":"cursor","type":"broadcast"}""");
        });
    }

    @Test
    void messagesKeepTheirOrder() {
        var batch = batch("""
                {"messages":[{"topic":"a","event":"e","payload":{}},{"topic":"b","event":"e","payload":{}},\
                {"topic":"a","event":"f","payload":{}}]}""");

        assertThat(batch.messages())
                .extracting(message -> message.topic().name() + " " + text(message))
                .containsExactly(
                        "a {\"payload\":{},\"event\":\"e\",\"type\":\"broadcast\"}",
                        "b {\"payload\":{},\"event\":\"e\",\"type\":\"broadcast\"}",
                        "a {\"payload\":{},\"event\":\"f\",\"type\":\"broadcast\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "false, false",
        "'\"true\"', true",
        "'\"TRUE\"', true",
        "'\"no\"', false",
        "null, false",
        "1, false"
    })
    void privateMayBeText(String value, boolean expected) {
        var batch =
                batch("{\"messages\":[{\"topic\":\"a\",\"event\":\"e\",\"payload\":{},\"private\":" + value + "}]}");

        assertThat(batch.messages().getFirst().topic()).isEqualTo(new TopicKey("a", expected));
    }

    @Test
    void anIdGoesIntoTheMeta() {
        var batch = batch("{\"messages\":[{\"topic\":\"a\",\"event\":\"e\",\"payload\":{},\"id\":\"7\"}]}");

        assertThat(text(batch.messages().getFirst()))
                .isEqualTo("{\"payload\":{},\"event\":\"e\",\"type\":\"broadcast\",\"meta\":{\"id\":\"7\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "null", "{\"messages\":[]}", "{\"message\":[{}]}"})
    void withoutMessagesItCannotBeBlank(String body) {
        assertErrors(body, "{\"errors\":{\"messages\":[\"can't be blank\"]}}");
    }

    @Test
    void withoutABodyItCannotBeBlank() {
        assertThat(Batch.of(null, MAX).errors()).hasToString("{\"errors\":{\"messages\":[\"can't be blank\"]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"messages\":{}}", "{\"messages\":\"a\"}", "{\"messages\":null}"})
    void messagesThatAreNoArrayAreInvalid(String body) {
        assertErrors(body, "{\"errors\":{\"messages\":[\"is invalid\"]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}                                           | {\"topic\":[\"can't be blank\"],\"event\":[\"can't be blank\"],\"payload\":[\"can't be blank\"]}",
                "{\"topic\":\"a\",\"event\":\"e\"}                  | {\"payload\":[\"can't be blank\"]}",
                "{\"topic\":\"a\",\"event\":\"e\",\"payload\":null} | {\"payload\":[\"can't be blank\"]}",
                "{\"topic\":\"a\",\"event\":\"e\",\"payload\":[1]}  | {\"payload\":[\"is invalid\"]}",
                "{\"topic\":\"a\",\"event\":\"e\",\"payload\":\"x\"}  | {\"payload\":[\"is invalid\"]}",
                "{\"topic\":\"\",\"event\":\"e\",\"payload\":{}}    | {\"topic\":[\"can't be blank\"]}",
                "{\"topic\":\" \",\"event\":\"e\",\"payload\":{}}   | {\"topic\":[\"can't be blank\"]}",
                "{\"topic\":null,\"event\":\"e\",\"payload\":{}}  | {\"topic\":[\"can't be blank\"]}",
                "{\"topic\":7,\"event\":\"e\",\"payload\":{}}     | {\"topic\":[\"is invalid\"]}",
                "{\"topic\":\"a\",\"event\":{},\"payload\":{}}    | {\"event\":[\"is invalid\"]}",
                "{\"topic\":\"a\",\"event\":\"\",\"payload\":{}}    | {\"event\":[\"can't be blank\"]}",
                "[]                                           | {\"message\":[\"is invalid\"]}",
                "\"a\"                                          | {\"message\":[\"is invalid\"]}",
                "null                                         | {\"message\":[\"is invalid\"]}"
            })
    void whatIsWrongWithAMessageIsToldByField(String message, String problem) {
        assertErrors("{\"messages\":[" + message + "]}", "{\"errors\":{\"messages\":[" + problem + "]}}");
    }

    @Test
    void errorsStandWhereTheirMessagesStood() {
        assertErrors("""
                {"messages":[{"topic":"a","event":"e","payload":{}},{"topic":"a","event":"e"},\
                {"topic":"a","event":"e","payload":{}}]}""", """
                {"errors":{"messages":[{},{"payload":["can't be blank"]},{}]}}""");
    }

    @Test
    void aPayloadMayBeAsLargeAsTheLimitAndNoLarger() {
        var fits = "x".repeat(MAX - "{\"a\":\"\"}".length());

        assertThat(batch(withPayload(fits)).errors()).isNull();
        assertErrors(
                withPayload(fits + "x"),
                "{\"errors\":{\"messages\":[{\"payload\":[\"Payload size exceeds tenant limit\"]}]}}");
    }

    private static String withPayload(String text) {
        return "{\"messages\":[{\"topic\":\"a\",\"event\":\"e\",\"payload\":{\"a\":\"" + text + "\"}}]}";
    }

    private static void assertErrors(String body, String errors) {
        var batch = batch(body);
        assertThat(batch.errors()).hasToString(errors);
        assertThat(batch.messages()).as("all or none").isEmpty();
    }

    private static Batch batch(String body) {
        return Batch.of(Json.MAPPER.readTree(body), MAX);
    }

    private static String text(Batch.Message message) {
        return ((BroadcastContent.Whole) message.content()).payload().toString();
    }
}
