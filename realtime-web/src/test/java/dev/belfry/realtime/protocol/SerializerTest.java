package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.presence.Meta;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Both versions side by side. */
class SerializerTest {

    private static final String TOPIC = "realtime:room:1";
    private static final Refs REFS = new Refs("6", "7");

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.7", "1.0.12"})
    void versionOne(String vsn) {
        assertThat(Serializer.of(vsn)).containsSame(V1.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "2.0.1"})
    void versionTwo(String vsn) {
        assertThat(Serializer.of(vsn)).containsSame(V2.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.0", "2.0", "1.1.0", "2.1.0", "3.0.0", "2.0.0-rc", "12.0.0", "1x0x0", " 2.0.0"})
    void noOtherVersion(String vsn) {
        assertThat(Serializer.of(vsn)).isEmpty();
    }

    static Stream<Arguments> whatClientsSay() {
        return Stream.of(
                arguments(
                        "phx_join", "{\"config\":{}}", new ClientMessage.Join(REFS, TOPIC, object("{\"config\":{}}"))),
                arguments("phx_leave", "{}", new ClientMessage.Leave(REFS, TOPIC)),
                arguments("heartbeat", "{}", new ClientMessage.Heartbeat(REFS, TOPIC)),
                arguments(
                        "access_token",
                        "{\"access_token\":\"a.b.c\"}",
                        new ClientMessage.AccessToken(REFS, TOPIC, "a.b.c")),
                arguments("access_token", "{\"access_token\":null}", new ClientMessage.AccessToken(REFS, TOPIC, null)),
                arguments("access_token", "{\"access_token\":7}", new ClientMessage.AccessToken(REFS, TOPIC, null)),
                arguments("access_token", "{}", new ClientMessage.AccessToken(REFS, TOPIC, null)),
                arguments(
                        "presence",
                        "{\"type\":\"presence\",\"event\":\"track\",\"payload\":{\"n\":1.10}}",
                        new ClientMessage.Track(REFS, TOPIC, object("{\"n\":1.10}"))),
                arguments(
                        "presence",
                        "{\"event\":\"TRACK\",\"payload\":{}}",
                        new ClientMessage.Track(REFS, TOPIC, object("{}"))),
                arguments(
                        "presence", "{\"event\":\"track\",\"payload\":[]}", new ClientMessage.Track(REFS, TOPIC, null)),
                arguments("presence", "{\"event\":\"track\"}", new ClientMessage.Track(REFS, TOPIC, null)),
                arguments("presence", "{\"event\":\"Untrack\"}", new ClientMessage.Untrack(REFS, TOPIC)),
                arguments("presence", "{\"event\":\"dance\"}", new ClientMessage.Other(REFS, TOPIC, "presence")),
                arguments("presence", "{\"event\":1}", new ClientMessage.Other(REFS, TOPIC, "presence")),
                arguments("presence", "{}", new ClientMessage.Other(REFS, TOPIC, "presence")),
                arguments("phx_fly", "{}", new ClientMessage.Other(REFS, TOPIC, "phx_fly")),
                arguments("PHX_JOIN", "{}", new ClientMessage.Other(REFS, TOPIC, "PHX_JOIN")),
                arguments("", "null", new ClientMessage.Other(REFS, TOPIC, "")));
    }

    @ParameterizedTest
    @MethodSource("whatClientsSay")
    void bothVersionsSayTheSame(String event, String payload, ClientMessage expected) throws MalformedFrame {
        var v1 = "{\"topic\":\"" + TOPIC + "\",\"event\":\"" + event + "\",\"payload\":" + payload
                + ",\"ref\":\"7\",\"join_ref\":\"6\"}";
        var v2 = "[\"6\",\"7\",\"" + TOPIC + "\",\"" + event + "\"," + payload + "]";

        assertThat(V1.INSTANCE.decode(v1)).isEqualTo(expected);
        assertThat(V2.INSTANCE.decode(v2)).isEqualTo(expected);
    }

    @Test
    void aBroadcastIsTheWholePayloadMeasuredByItsFrame() throws MalformedFrame {
        var v1 = "{\"topic\":\"realtime:a\",\"event\":\"broadcast\",\"payload\":{\"any\":[1]},\"ref\":\"7\"}";
        var v2 = "[null,\"7\",\"realtime:a\",\"broadcast\",{\"any\":[1]}]";

        assertThat(V1.INSTANCE.decode(v1)).isEqualTo(whole(v1.length()));
        assertThat(V2.INSTANCE.decode(v2)).isEqualTo(whole(v2.length()));
    }

    private static ClientMessage.Broadcast whole(int size) {
        return new ClientMessage.Broadcast(
                new Refs(null, "7"), "realtime:a", new BroadcastContent.Whole(object("{\"any\":[1]}"), size), null);
    }

    @Test
    void absentReferencesAndPayloadsAreNone() throws MalformedFrame {
        assertThat(V1.INSTANCE.decode("{\"topic\":\"realtime:a\",\"event\":\"phx_join\"}"))
                .isEqualTo(new ClientMessage.Join(Refs.NONE, "realtime:a", object("{}")));
        assertThat(V1.INSTANCE.decode("{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"12\"}"))
                .isEqualTo(new ClientMessage.Heartbeat(new Refs(null, "12"), "phoenix"));
        assertThat(V2.INSTANCE.decode("[null,\"12\",\"phoenix\",\"heartbeat\",{}]"))
                .isEqualTo(new ClientMessage.Heartbeat(new Refs(null, "12"), "phoenix"));
    }

    @Test
    @DisplayName("the first five items count (protocol §2.2)")
    void moreThanFiveItemsAreIgnored() throws MalformedFrame {
        assertThat(V2.INSTANCE.decode("[\"6\",\"7\",\"realtime:room:1\",\"phx_leave\",{},\"more\"]"))
                .isEqualTo(new ClientMessage.Leave(REFS, TOPIC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"topic\":                                    | the frame is no JSON",
                "hello                                          | the frame is no JSON",
                "{\"a\":1e99999999999}                          | the frame is no JSON",
                "{}{}                                           | the frame is no JSON",
                "[\"6\",\"7\",\"a\",\"phx_leave\",{}]           | a frame of version 1.0.0 must be a JSON object",
                "\"phx_join\"                                   | a frame of version 1.0.0 must be a JSON object",
                "null                                           | a frame of version 1.0.0 must be a JSON object",
                "{}                                             | topic and event must be strings",
                "{\"topic\":\"a\"}                              | topic and event must be strings",
                "{\"event\":\"phx_leave\"}                      | topic and event must be strings",
                "{\"topic\":null,\"event\":\"phx_leave\"}       | topic and event must be strings",
                "{\"topic\":\"a\",\"event\":1}                  | topic and event must be strings",
                "{\"topic\":\"a\",\"event\":\"e\",\"ref\":1}    | ref and join_ref must be strings or null",
                "{\"topic\":\"a\",\"event\":\"e\",\"join_ref\":[]} | ref and join_ref must be strings or null",
                "{\"topic\":\"a\",\"event\":\"e\",\"payload\":[]}  | payload must be a JSON object",
                "{\"topic\":\"a\",\"event\":\"e\",\"payload\":\"\"}| payload must be a JSON object"
            })
    void whatIsMalformedInVersionOneIsTold(String frame, String why) {
        assertThatThrownBy(() -> V1.INSTANCE.decode(frame))
                .isInstanceOf(MalformedFrame.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[\"6\",\"7\",\"a\",\"phx_leave\",{}            | the frame is no JSON",
                "{\"topic\":\"a\",\"event\":\"phx_leave\"}      | a frame of version 2.0.0 must be a JSON array of five items",
                "[]                                             | a frame of version 2.0.0 must be a JSON array of five items",
                "[null,null,\"a\",\"phx_leave\"]                | a frame of version 2.0.0 must be a JSON array of five items",
                "5                                              | a frame of version 2.0.0 must be a JSON array of five items",
                "[null,null,null,\"phx_leave\",{}]              | topic and event must be strings",
                "[null,null,\"a\",null,{}]                      | topic and event must be strings",
                "[null,7,\"a\",\"phx_leave\",{}]                | ref and join_ref must be strings or null",
                "[6,\"7\",\"a\",\"phx_leave\",{}]               | ref and join_ref must be strings or null",
                "[null,\"7\",\"a\",\"broadcast\",[]]            | payload must be a JSON object",
                "[null,\"7\",\"a\",\"broadcast\",true]          | payload must be a JSON object"
            })
    void whatIsMalformedInVersionTwoIsTold(String frame, String why) {
        assertThatThrownBy(() -> V2.INSTANCE.decode(frame))
                .isInstanceOf(MalformedFrame.class)
                .hasMessage(why);
    }

    @Test
    void emptyTextIsMalformed() {
        assertThatThrownBy(() -> V1.INSTANCE.decode("")).hasMessage("a frame of version 1.0.0 must be a JSON object");
        assertThatThrownBy(() -> V2.INSTANCE.decode(""))
                .hasMessage("a frame of version 2.0.0 must be a JSON array of five items");
    }

    @Test
    void jsonThatIsDeeperThanAnybodyReadsIsMalformed() {
        var deep = "[".repeat(100_000);

        assertThatThrownBy(() -> V2.INSTANCE.decode(deep)).hasMessage("the frame is no JSON");
    }

    @Test
    void versionOneTakesNoBinaryFrames() {
        assertThatThrownBy(() -> V1.INSTANCE.decode(ByteBuffer.wrap(new byte[] {3})))
                .isInstanceOf(MalformedFrame.class)
                .hasMessage("version 1.0.0 has no binary frames");
    }

    @Test
    void aMalformedFrameCostsNoStackTrace() {
        assertThat(new MalformedFrame("why").getStackTrace()).isEmpty();
    }

    static Stream<Arguments> whatTheServerSays() {
        var metas = Map.of("ada", List.of(new Meta("r1", null, "{\"n\":1}")));
        return Stream.of(
                arguments(
                        new ServerMessage.Reply(REFS, TOPIC, true, object("{\"a\":1}")),
                        "[\"6\",\"7\",\"realtime:room:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"a\":1}}]"),
                arguments(
                        new ServerMessage.Reply(new Refs(null, "12"), "phoenix", true, object("{}")),
                        "[null,\"12\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"),
                arguments(
                        new ServerMessage.Reply(REFS, TOPIC, false, object("{\"reason\":\"no\"}")),
                        "[\"6\",\"7\",\"realtime:room:1\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"no\"}}]"),
                arguments(new ServerMessage.Close("6", TOPIC), "[\"6\",\"6\",\"realtime:room:1\",\"phx_close\",{}]"),
                arguments(new ServerMessage.Close(null, TOPIC), "[null,null,\"realtime:room:1\",\"phx_close\",{}]"),
                arguments(new ServerMessage.Failure("6", TOPIC), "[\"6\",\"6\",\"realtime:room:1\",\"phx_error\",{}]"),
                arguments(
                        new ServerMessage.Notice("6", TOPIC, "postgres_changes", true, "Subscribed to PostgreSQL"),
                        "[\"6\",null,\"realtime:room:1\",\"system\",{\"extension\":\"postgres_changes\",\"status\":\"ok\",\"message\":\"Subscribed to PostgreSQL\",\"channel\":\"room:1\"}]"),
                arguments(
                        new ServerMessage.Notice(null, TOPIC, "system", false, "say \"hi\""),
                        "[null,null,\"realtime:room:1\",\"system\",{\"extension\":\"system\",\"status\":\"error\",\"message\":\"say \\\"hi\\\"\",\"channel\":\"room:1\"}]"),
                arguments(
                        new ServerMessage.PresenceState("6", TOPIC, Map.of()),
                        "[\"6\",null,\"realtime:room:1\",\"presence_state\",{}]"),
                arguments(
                        new ServerMessage.PresenceDiff(TOPIC, metas, Map.of()),
                        "[null,null,\"realtime:room:1\",\"presence_diff\",{\"joins\":{\"ada\":{\"metas\":[{\"phx_ref\":\"r1\",\"n\":1}]}},\"leaves\":{}}]"),
                arguments(
                        new ServerMessage.Broadcast(TOPIC, new BroadcastContent.Whole(object("{\"event\":\"e\"}"), 0)),
                        "[null,null,\"realtime:room:1\",\"broadcast\",{\"event\":\"e\"}]"),
                arguments(
                        new ServerMessage.PostgresChanges(TOPIC, List.of(1000L, 1001L), () -> "{\"type\":\"INSERT\"}"),
                        "[null,null,\"realtime:room:1\",\"postgres_changes\",{\"ids\":[1000,1001],\"data\":{\"type\":\"INSERT\"}}]"),
                arguments(
                        new ServerMessage.BareChange(TOPIC, "INSERT", () -> "{\"type\":\"INSERT\"}"),
                        "[null,null,\"realtime:room:1\",\"INSERT\",{\"type\":\"INSERT\"}]"),
                arguments(
                        new ServerMessage.Reply(new Refs("\"", "\\"), "realtime:\"é\"\n", true, object("{}")),
                        "[\"\\\"\",\"\\\\\",\"realtime:\\\"é\\\"\\n\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"));
    }

    @ParameterizedTest
    @MethodSource("whatTheServerSays")
    @DisplayName("references are those of the table in protocol §2.2")
    void versionTwoSays(ServerMessage message, String expected) {
        assertThat(text(V2.INSTANCE.encode(message))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("whatTheServerSays")
    @DisplayName("version 1.0.0 says the same, without join_ref (protocol §2.1)")
    void versionOneSaysTheSame(ServerMessage message, String v2) {
        var expected = Json.MAPPER.readTree(v2);

        var actual = object(text(V1.INSTANCE.encode(message)));

        assertThat(actual.propertyNames()).containsExactly("topic", "event", "payload", "ref");
        assertThat(actual.get("topic")).isEqualTo(expected.get(2));
        assertThat(actual.get("event")).isEqualTo(expected.get(3));
        assertThat(actual.get("payload")).isEqualTo(expected.get(4));
        assertThat(actual.get("ref")).isEqualTo(expected.get(1));
    }

    @Test
    @DisplayName("a broadcast as text is text for both, its payload as it was (protocol §2.3)")
    void aBroadcastAsTextIsTextForBoth() throws MalformedFrame {
        var payload =
                "{\"type\":\"broadcast\",\"event\":\"cursor\",\"n\":1.10,\"big\":12345678901234567890123,\"x\":null}";
        var heard = heard(V2.INSTANCE.decode("[\"6\",\"9\",\"realtime:room:1\",\"broadcast\"," + payload + "]"));

        assertThat(text(V1.INSTANCE.encode(heard)))
                .isEqualTo("{\"topic\":\"realtime:room:1\",\"event\":\"broadcast\",\"payload\":" + payload
                        + ",\"ref\":null}");
        assertThat(text(V2.INSTANCE.encode(heard)))
                .isEqualTo("[null,null,\"realtime:room:1\",\"broadcast\"," + payload + "]");
    }

    @Test
    @DisplayName(
            "JSON in a binary frame is an object of three keys for 1.0.0, and the same bytes for 2.0.0 (protocol §2.3)")
    void jsonInABinaryFrameIsTextForOneAndBytesForTheOther() throws MalformedFrame {
        var heard = heard(decode(
                "0301010f06000136397265616c74696d653a726f6f6d3a31637572736f72" + hex("{\"n\" : 1.10, \"é\":1E400}")));

        assertThat(text(V1.INSTANCE.encode(heard)))
                .isEqualTo("{\"topic\":\"realtime:room:1\",\"event\":\"broadcast\",\"payload\":{\"type\":\"broadcast\","
                        + "\"event\":\"cursor\",\"payload\":{\"n\" : 1.10, \"é\":1E400}},\"ref\":null}");
        assertThat(hex(V2.INSTANCE.encode(heard)))
                .isEqualTo("040f0600017265616c74696d653a726f6f6d3a31637572736f72" + hex("{\"n\" : 1.10, \"é\":1E400}"));
    }

    @Test
    void theNameOfAnEventIsQuotedForVersionOne() throws MalformedFrame {
        var heard = new ServerMessage.Broadcast(
                TOPIC, BroadcastContent.Json.of("say \"é\"", "[1]".getBytes(StandardCharsets.UTF_8)));

        assertThat(object(text(V1.INSTANCE.encode(heard)))
                        .path("payload")
                        .path("event")
                        .asString())
                .isEqualTo("say \"é\"");
    }

    @Test
    @DisplayName("bytes are not delivered to 1.0.0, and are the same for 2.0.0 (protocol §2.3)")
    void bytesAreForVersionTwoOnly() throws MalformedFrame {
        var heard = heard(decode("0301020f0600003631307265616c74696d653a726f6f6d3a31637572736f720102ff"));

        assertThat(V1.INSTANCE.encode(heard)).isNull();
        assertThat(hex(V2.INSTANCE.encode(heard)))
                .isEqualTo("040f0600007265616c74696d653a726f6f6d3a31637572736f720102ff");
    }

    private static ServerMessage.Broadcast heard(ClientMessage said) {
        return new ServerMessage.Broadcast(said.topic(), ((ClientMessage.Broadcast) said).content());
    }

    private static ClientMessage decode(String hex) throws MalformedFrame {
        return V2.INSTANCE.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }

    private static String text(@Nullable Frame frame) {
        assertThat(Objects.requireNonNull(frame).isText()).isTrue();
        return frame.toString();
    }

    private static String hex(@Nullable Frame frame) {
        assertThat(Objects.requireNonNull(frame).isText()).isFalse();
        return HexFormat.of().formatHex(frame.payload());
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
