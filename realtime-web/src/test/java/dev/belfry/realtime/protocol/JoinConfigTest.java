package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.protocol.JoinConfig.Replay;
import java.time.Instant;
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
                .isEqualTo(new JoinConfig(
                        true,
                        true,
                        new Replay.Since(Instant.ofEpochMilli(1700000000000L), 10),
                        true,
                        "user-1",
                        true,
                        changes,
                        true,
                        true,
                        false));
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
                        new Replay.None(),
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
        assertThat(config.replay()).isEqualTo(new Replay.None());
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
        "'{\"since\":1700000000000}', 1700000000000, 10",
        "'{\"since\":1700000000000,\"limit\":25}', 1700000000000, 25",
        "'{\"since\":0,\"limit\":99}', 0, 25",
        "'{\"since\":0,\"limit\":99999999999}', 0, 25",
        "'{\"since\":1,\"limit\":0}', 1, 1",
        "'{\"since\":1,\"limit\":-5}', 1, 1",
    })
    void replayHasATimeAndALimitFrom1To25(String replay, long since, int limit) {
        assertThat(replay(replay)).isEqualTo(new Replay.Since(Instant.ofEpochMilli(since), limit));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"limit\":10}",
                "{\"since\":\"yesterday\"}",
                "{\"since\":1.5}",
                "{\"since\":-1}",
                "{\"since\":999999999999999999}",
                "{\"since\":null}",
                "{\"since\":1,\"limit\":\"10\"}",
                "{\"since\":1,\"limit\":1.5}",
                "true",
                "[]"
            })
    void replayThatCannotBeReadIsUnusable(String replay) {
        assertThat(replay(replay)).isEqualTo(new Replay.Unusable());
    }

    @Test
    void replayIsNotAskedForByNothing() {
        assertThat(replay("null")).isEqualTo(new Replay.None());
    }

    private static Replay replay(String replay) {
        return of("{\"config\":{\"broadcast\":{\"replay\":" + replay + "}}}").replay();
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
