package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocol §2.3; frames in hexadecimal are recorded ones (Appendix A) unless a test says otherwise. */
class BinaryFramesTest {

    private static final String TOPIC = "7265616c74696d653a726f6f6d3a31"; // realtime:room:1
    private static final String CURSOR = "637572736f72";

    @Test
    void jsonOfTheRealClientIsRead() throws MalformedFrame {
        var broadcast = broadcast("0301010f060001" + "36" + "39" + TOPIC + CURSOR + "7b2278223a312c2279223a327d");

        assertThat(broadcast.refs()).isEqualTo(new Refs("6", "9"));
        assertThat(broadcast.topic()).isEqualTo("realtime:room:1");
        assertThat(broadcast.persist()).isNull();
        assertJson(broadcast.content(), "cursor", "{\"x\":1,\"y\":2}");
    }

    @Test
    void bytesOfTheRealClientAreRead() throws MalformedFrame {
        var broadcast = broadcast("0301020f060000" + "36" + "3130" + TOPIC + CURSOR + "0102ff");

        assertThat(broadcast.refs()).isEqualTo(new Refs("6", "10"));
        assertBytes(broadcast.content(), "cursor", "0102ff");
    }

    @Test
    void anEmptyObjectOfTheRealClientIsRead() throws MalformedFrame {
        assertJson(
                broadcast("0301020f0700013631317265616c74696d653a726f6f6d3a316e6f7468696e677b7d")
                        .content(),
                "nothing",
                "{}");
    }

    @Test
    void whatTheRealClientAsksAboutPersistingIsRead() throws MalformedFrame {
        var broadcast = broadcast(
                "0301010b01160136377265616c74696d653a706b657b2270657273697374223a7b2274746c223a36307d7d7b2261223a317d");

        assertThat(broadcast.refs()).isEqualTo(new Refs("6", "7"));
        assertThat(broadcast.topic()).isEqualTo("realtime:pk");
        assertThat(broadcast.persist()).isEqualTo(new Persist(Duration.ofSeconds(60)));
        assertJson(broadcast.content(), "e", "{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"persist\":true}               | PT72H",
                "{\"persist\":{}}                 | PT72H",
                "{\"persist\":{\"ttl\":1}}        | PT1S",
                "{\"persist\":{\"ttl\":\"60\"}}   | PT1M",
                "{\"persist\":{\"ttl\":259200}}   | PT72H",
                "{\"persist\":{\"ttl\":259201}}   | none",
                "{\"persist\":{\"ttl\":0}}        | none",
                "{\"persist\":{\"ttl\":-1}}       | none",
                "{\"persist\":{\"ttl\":1.5}}      | none",
                "{\"persist\":{\"ttl\":null}}     | none",
                "{\"persist\":{\"ttl\":[60]}}     | none",
                "{\"persist\":{\"ttl\":\"soon\"}} | none"
            })
    void persistIsAskedForByTrueOrAnObject(String metadata, String life) throws MalformedFrame {
        assertThat(broadcast(frame("", "", "realtime:a", "e", metadata, 1, utf8("{}")))
                        .persist())
                .isEqualTo(new Persist(life.equals("none") ? null : Duration.parse(life)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"persist\":false}",
                "{\"persist\":null}",
                "{\"persist\":\"true\"}",
                "{\"other\":true}",
                "[\"persist\"]",
                "{}"
            })
    void anythingElseDoesNotAskForIt(String metadata) throws MalformedFrame {
        assertThat(broadcast(frame("", "", "realtime:a", "e", metadata, 1, utf8("{}")))
                        .persist())
                .isNull();
    }

    @Test
    void absentReferencesAreNull() throws MalformedFrame {
        assertThat(broadcast(frame("", "", "realtime:a", "e", "", 1, utf8("{}")))
                        .refs())
                .isEqualTo(Refs.NONE);
    }

    @Test
    void anyEncodingButZeroIsJson() throws MalformedFrame {
        assertJson(
                broadcast(frame("1", "2", "realtime:a", "e", "", 255, utf8("[1]")))
                        .content(),
                "e",
                "[1]");
    }

    @Test
    void anEmptyPayloadOfBytesIsOne() throws MalformedFrame {
        assertBytes(
                broadcast(frame("1", "2", "realtime:a", "e", "", 0, new byte[0]))
                        .content(),
                "e",
                "");
    }

    @Test
    @DisplayName("lengths count bytes of UTF-8, up to 255")
    void lengthsCountBytes() throws MalformedFrame {
        var topic = "realtime:" + "é".repeat(123);
        var event = "🔔".repeat(63) + "abc";
        assertThat(utf8(topic)).hasSize(255);
        assertThat(utf8(event)).hasSize(255);

        var broadcast = broadcast(frame("é", "🔔", topic, event, "{\"persist\":true}", 1, utf8("\"日本\"")));

        assertThat(broadcast.refs()).isEqualTo(new Refs("é", "🔔"));
        assertThat(broadcast.topic()).isEqualTo(topic);
        assertThat(broadcast.persist()).isEqualTo(Persist.FOR_LONG);
        assertJson(broadcast.content(), event, "\"日本\"");
    }

    @Test
    void theSizeIsThatOfThePayload() throws MalformedFrame {
        assertThat(broadcast(frame("1", "2", "realtime:a", "event", "", 1, utf8("\"é\"")))
                        .content()
                        .size())
                .isEqualTo(4);
        assertThat(broadcast(frame("1", "2", "realtime:a", "event", "", 0, new byte[9]))
                        .content()
                        .size())
                .isEqualTo(9);
    }

    @Test
    @DisplayName("a push of kind 0 is as the same text frame")
    void aPushIsAsTheSameTextFrame() throws MalformedFrame {
        var push = push("6", "7", "realtime:a", "presence", "{\"event\":\"track\",\"payload\":{\"name\":\"Ada\"}}");

        assertThat(decode(push)).isEqualTo(V2.INSTANCE.decode("""
                                ["6","7","realtime:a","presence",{"event":"track","payload":{"name":"Ada"}}]"""));
    }

    @Test
    void aPushWithoutReferencesOrPayloadHasNone() throws MalformedFrame {
        assertThat(decode(push("", "", "phoenix", "heartbeat", "")))
                .isEqualTo(new ClientMessage.Heartbeat(Refs.NONE, "phoenix"));
    }

    @Test
    void aFrameMayLieAnywhereInABuffer() throws MalformedFrame {
        var frame = frame("1", "2", "realtime:a", "e", "", 0, new byte[] {7, 8, 9});
        var within = ByteBuffer.allocateDirect(frame.length + 20).position(10);
        within.put(frame).flip().position(10);

        var broadcast = (ClientMessage.Broadcast) V2.INSTANCE.decode(within.asReadOnlyBuffer());

        assertThat(broadcast.topic()).isEqualTo("realtime:a");
        assertBytes(broadcast.content(), "e", "070809");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 255})
    void otherKindsAreRefused(int kind) {
        assertMalformed(
                new byte[] {(byte) kind, 1, 1, 1, 1, 1, 1, 1}, "a binary frame must be of kind 3 or 0, not " + kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "030101", "0301010f0600", "00", "0001", "00010203"})
    void aFrameThatEndsAmidItsLengthsIsRefused(String hex) {
        assertMalformed(bytes(hex), "a binary frame ends before its lengths");
    }

    @Test
    void aFrameShorterThanItsLengthsSayIsRefused() {
        var whole = frame("1", "2", "realtime:a", "event", "{\"persist\":true}", 0, new byte[0]);

        for (var length = 7; length < whole.length; length++) {
            assertMalformed(Arrays.copyOf(whole, length), "a binary frame is shorter than its lengths say");
        }
    }

    @Test
    void aPushShorterThanItsLengthsSayIsRefused() {
        assertMalformed(bytes("0001010101" + "313161"), "a binary frame is shorter than its lengths say");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03010001010001" + "ff" + "61" + "62" + "7b7d", // join_ref
                "03000101010001" + "c0" + "61" + "62" + "7b7d", // ref: half a character
                "03000001010001" + "80" + "62" + "7b7d", // topic
                "03000003010001" + "eda080" + "62" + "7b7d", // topic: half a surrogate pair
                "03000001010001" + "61" + "fe" + "7b7d", // event
                "03000001010101" + "61" + "62" + "ff" + "7b7d", // metadata
                "03000001010001" + "61" + "62" + "22ff22", // JSON
                "0000000101" + "61" + "62" + "22ff22" // JSON of a push
            })
    void whatIsNotUtf8IsRefused(String hex) {
        assertMalformed(bytes(hex), "a text in a binary frame must be UTF-8");
    }

    @Test
    void bytesNeedNotBeUtf8() throws MalformedFrame {
        assertBytes(broadcast("03000001010000" + "61" + "62" + "ffc080").content(), "b", "ffc080");
    }

    @Test
    void metadataMustBeJson() {
        assertMalformed(frame("", "", "a", "e", "{persist", 1, utf8("{}")), "the frame is no JSON");
        assertMalformed(frame("", "", "a", "e", "{}{}", 1, utf8("{}")), "the frame is no JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|the payload of a broadcast must be JSON, not empty",
                "  |the payload of a broadcast must be JSON, not empty",
                "{}{}|the payload of a broadcast must be one JSON value",
                "1 2|the payload of a broadcast must be one JSON value",
                "{\"a\":1|the payload of a broadcast must be JSON",
                "{\"a\":1}}|the payload of a broadcast must be JSON",
                "\"a|the payload of a broadcast must be JSON",
                "{\"a\":\"\\x\"}|the payload of a broadcast must be JSON",
                "[1,]|the payload of a broadcast must be JSON",
                "NaN|the payload of a broadcast must be JSON",
                "{a:1}|the payload of a broadcast must be JSON",
                "01|the payload of a broadcast must be JSON",
                "\uFEFF{}|the payload of a broadcast must be JSON"
            })
    void thePayloadMustBeOneJsonValue(@Nullable String payload, String why) {
        assertMalformed(frame("", "", "a", "e", "", 1, utf8(payload == null ? "" : payload)), why);
    }

    @Test
    void jsonThatIsDeeperThanAnybodyReadsIsRefused() {
        assertMalformed(
                frame("", "", "a", "e", "", 1, utf8("[".repeat(100_000) + "]".repeat(100_000))),
                "the payload of a broadcast must be JSON");
    }

    @Test
    void thePayloadOfAPushMustBeAnObject() {
        assertMalformed(push("", "", "a", "broadcast", "[1]"), "payload must be a JSON object");
        assertMalformed(push("", "", "a", "broadcast", "{"), "the frame is no JSON");
    }

    /** Whatever comes, it is a message or {@link MalformedFrame}. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void decodingIsTotal(long seed) {
        var random = new Random(seed);
        var understood = 0;
        for (var i = 0; i < 20_000; i++) {
            var frame = new byte[random.nextInt(24)];
            for (var at = 0; at < frame.length; at++) {
                frame[at] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt(256));
            }
            try {
                assertThat(decode(frame).topic()).isNotNull();
                understood++;
            } catch (MalformedFrame e) {
                assertThat(e).hasMessageMatching(".+").hasNoCause();
            }
        }
        assertThat(understood).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "true,  7b2278223a312c2279223a327d, 040f0600017265616c74696d653a726f6f6d3a31637572736f727b2278223a312c2279223a327d",
        "false, 0102ff,                     040f0600007265616c74696d653a726f6f6d3a31637572736f720102ff"
    })
    void whatGoesOutIsAsTheRealClientTookIt(boolean isJson, String payload, String expected) {
        assertThat(hex(BinaryFrames.encode("realtime:room:1", event("cursor", isJson, bytes(payload)))))
                .isEqualTo(expected);
    }

    @Test
    void theFrameOutByteByByte() {
        assertThat(hex(BinaryFrames.encode("realtime:é", event("🔔", true, utf8("{}")))))
                .isEqualTo(
                        "04" // kind
                                + "0b" // bytes of the topic
                                + "04" // bytes of the event
                                + "00" // no metadata
                                + "01" // JSON
                                + "7265616c74696d653ac3a9"
                                + "f09f9494"
                                + "7b7d");
    }

    @Test
    void whatIsKnownOfAStoredMessageIsItsMetadata() {
        var id = "00000000-0000-0000-0000-000000000001";
        var live = event("e", true, utf8("{}")).with(new BroadcastContent.Meta(id, false));
        var replayed = event("e", false, bytes("ff")).with(new BroadcastContent.Meta(id, true));

        assertThat(hex(BinaryFrames.encode("realtime:a", live)))
                .isEqualTo("040a012d01" + hex("realtime:ae{\"id\":\"" + id + "\"}{}"));
        assertThat(hex(BinaryFrames.encode("realtime:a", replayed)))
                .isEqualTo("040a013d00" + hex("realtime:ae{\"replayed\":true,\"id\":\"" + id + "\"}") + "ff");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(utf8(text));
    }

    private static BroadcastContent.Event event(String event, boolean isJson, byte[] payload) {
        return isJson ? new BroadcastContent.Json(event, payload, null) : new BroadcastContent.Binary(event, payload);
    }

    @Test
    void namesOfUpTo255BytesFitAndLongerOnesDoNot() {
        var fits = "é".repeat(127) + "x";
        var tooLong = "é".repeat(128);

        assertThat(hex(BinaryFrames.encode(fits, event(fits, false, new byte[0]))))
                .startsWith("04ffff0000c3a9");
        assertThat(BinaryFrames.encode(tooLong, event("e", false, new byte[0]))).isNull();
        assertThat(BinaryFrames.encode("realtime:a", event(tooLong, false, new byte[0])))
                .isNull();
    }

    private static ClientMessage decode(byte[] frame) throws MalformedFrame {
        return V2.INSTANCE.decode(ByteBuffer.wrap(frame));
    }

    private static ClientMessage.Broadcast broadcast(String hex) throws MalformedFrame {
        return broadcast(bytes(hex));
    }

    private static ClientMessage.Broadcast broadcast(byte[] frame) throws MalformedFrame {
        return (ClientMessage.Broadcast) decode(frame);
    }

    private static void assertMalformed(byte[] frame, String why) {
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(MalformedFrame.class)
                .hasMessage(why);
    }

    private static void assertJson(BroadcastContent content, String event, String text) {
        assertThat(content).isInstanceOfSatisfying(BroadcastContent.Json.class, json -> {
            assertThat(json.event()).isEqualTo(event);
            assertThat(new String(json.text(), StandardCharsets.UTF_8)).isEqualTo(text);
        });
    }

    private static void assertBytes(BroadcastContent content, String event, String hex) {
        assertThat(content).isInstanceOfSatisfying(BroadcastContent.Binary.class, binary -> {
            assertThat(binary.event()).isEqualTo(event);
            assertThat(binary.bytes()).isEqualTo(bytes(hex));
        });
    }

    /** A frame of kind 3 as realtime-js makes it. */
    private static byte[] frame(
            String joinRef, String ref, String topic, String event, String metadata, int encoding, byte[] payload) {
        var names = utf8(joinRef + ref + topic + event + metadata);
        return ByteBuffer.allocate(7 + names.length + payload.length)
                .put(new byte[] {3, length(joinRef), length(ref), length(topic), length(event), length(metadata)})
                .put((byte) encoding)
                .put(names)
                .put(payload)
                .array();
    }

    private static byte[] push(String joinRef, String ref, String topic, String event, String payload) {
        var names = utf8(joinRef + ref + topic + event + payload);
        return ByteBuffer.allocate(5 + names.length)
                .put(new byte[] {0, length(joinRef), length(ref), length(topic), length(event)})
                .put(names)
                .array();
    }

    private static byte length(String text) {
        return (byte) utf8(text).length;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(@Nullable Frame frame) {
        return HexFormat.of().formatHex(Objects.requireNonNull(frame).payload());
    }
}
