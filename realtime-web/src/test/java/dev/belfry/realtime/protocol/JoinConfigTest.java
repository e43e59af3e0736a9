package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.protocol.JoinConfig.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Protocol §3.3. */
class JoinConfigTest {

    @Test
    void everythingIsRead() {
        var config = of("""
                {"config":{
                   "broadcast":{"ack":true,"self":true,"replay":{"since":1700000000000,"limit":10},"replication_ready":true},
                   "presence":{"key":"user-1","enabled":true},
                   "postgres_changes":[{"event":"INSERT","schema":"public","table":"todos"}],
                   "postgres_changes_options":{"wait":true,"timeout":5000},
                   "private":true},
                 "access_token":"a.b.c","version":"realtime-js/2.119.1"}""");

        var changes = Json.MAPPER.readTree("[{\"event\":\"INSERT\",\"schema\":\"public\",\"table\":\"todos\"}]");
        assertThat(config)
                .isEqualTo(new JoinConfig(true, true, Replay.ASKED, true, "user-1", true, changes, true, true, false));
    }

    @Test
    void whatTheClientSendsUnaskedIsNothingSpecial() {
        var config = of("""
                {"config":{"broadcast":{"ack":false,"self":false},"presence":{"key":"","enabled":false},\
                "postgres_changes":[],"private":false}}""");

        assertThat(config)
                .isEqualTo(new JoinConfig(
                        false,
                        false,
                        Replay.NONE,
                        false,
                        "",
                        false,
                        Json.MAPPER.createArrayNode(),
                        false,
                        false,
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "false, false",
        "'\"true\"', true",
        "'\"True\"', true",
        "'\"TRUE\"', true",
        "'\"false\"', false",
        "'\"FALSE\"', false"
    })
    void aBooleanMayBeTextInAnyCase(String value, boolean expected) {
        assertFlags(value, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "0", "\"yes\"", "\"\"", "\" true\"", "{}", "[true]"})
    void aBooleanThatIsNoneCountsAsFalse(String value) {
        assertFlags(value, false);
    }

    private static void assertFlags(String value, boolean expected) {
        var config = of(
                "{\"config\":{\"broadcast\":{\"ack\":%1$s,\"self\":%1$s,\"replication_ready\":%1$s},".formatted(value)
                        + "\"presence\":{\"enabled\":%1$s},\"postgres_changes_options\":{\"wait\":%1$s},\"private\":%1$s}}"
                                .formatted(value));

        assertThat(config.ack()).isEqualTo(expected);
        assertThat(config.self()).isEqualTo(expected);
        assertThat(config.replicationReady()).isEqualTo(expected);
        assertThat(config.presence()).isEqualTo(expected);
        assertThat(config.waits()).isEqualTo(expected);
        assertThat(config.isPrivate()).isEqualTo(expected);
    }

    @Test
    void objectsThatWereReplacedLackTheirOtherKeys() {
        var presence = of("{\"config\":{\"presence\":{\"enabled\":true}}}");
        assertThat(presence.presence()).isTrue();
        assertThat(presence.presenceKey()).isEmpty();
        assertThat(presence.ack()).isFalse();
        assertThat(presence.postgresChanges().isMissingNode()).isTrue();

        var broadcast = of("{\"config\":{\"broadcast\":{\"self\":true}}}");
        assertThat(broadcast.self()).isTrue();
        assertThat(broadcast.ack()).isFalse();
        assertThat(broadcast.presence()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "\"broadcast\"", "true"})
    void objectsThatAreNoneCountAsAbsent(String value) {
        var config = of(("{\"config\":{\"broadcast\":%1$s,\"presence\":%1$s,\"postgres_changes_options\":%1$s,"
                        + "\"private\":true}}")
                .formatted(value));

        assertThat(config.ack()).isFalse();
        assertThat(config.replay()).isEqualTo(Replay.NONE);
        assertThat(config.presence()).isFalse();
        assertThat(config.presenceKey()).isEmpty();
        assertThat(config.waits()).isFalse();
        assertThat(config.isPrivate()).as("the rest is read").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'\"ada\"', ada", "'\"\"', ''", "7, 7", "1.50, 1.50", "12345678901234567890, 12345678901234567890"})
    void thePresenceKeyMayBeANumber(String key, String expected) {
        assertThat(withPresenceKey(key)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "{}", "[\"ada\"]"})
    void aPresenceKeyThatIsNoneIsLeftToTheServer(String key) {
        assertThat(withPresenceKey(key)).isEmpty();
    }

    private static String withPresenceKey(String key) {
        return of("{\"config\":{\"presence\":{\"key\":" + key + "}}}").presenceKey();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"since\":1700000000000}', ASKED",
        "'{\"since\":1700000000000,\"limit\":25}', ASKED",
        "'{\"since\":0,\"limit\":99}', ASKED",
        "null, NONE",
        "'{}', UNUSABLE",
        "'{\"limit\":10}', UNUSABLE",
        "'{\"since\":\"yesterday\"}', UNUSABLE",
        "'{\"since\":1.5}', UNUSABLE",
        "'{\"since\":null}', UNUSABLE",
        "'{\"since\":1,\"limit\":\"10\"}', UNUSABLE",
        "'{\"since\":1,\"limit\":1.5}', UNUSABLE",
        "true, UNUSABLE",
        "'[]', UNUSABLE"
    })
    void replayIsAskedForOrNotOrCannotBeRead(String replay, Replay expected) {
        assertThat(of("{\"config\":{\"broadcast\":{\"replay\":" + replay + "}}}")
                        .replay())
                .isEqualTo(expected);
    }

    @Test
    void withoutAConfigurationItIsAJoinOfTheOldWay() {
        assertThat(of("{}").isLegacy()).isTrue();
        assertThat(of("{\"user_token\":\"a.b.c\"}").isLegacy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "\"\""})
    void withAnyConfigurationItIsNone(String config) {
        assertThat(of("{\"config\":" + config + "}").isLegacy()).isFalse();
    }

    private static JoinConfig of(String payload) {
        return JoinConfig.of((ObjectNode) Json.MAPPER.readTree(payload));
    }
}
