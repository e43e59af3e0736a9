package dev.belfry.realtime.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.domain.change.Json;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.node.ObjectNode;

/** Frames of both versions, with 200 characters in them: what a page sends, and what is written once for all who hear it. */
@State(Scope.Benchmark)
public class SerializerBenchmark {

    private static final String TOPIC = "realtime:room";
    private static final String TEXT = "{\"text\":\"" + "x".repeat(200) + "\"}";
    private static final String BROADCAST = "{\"type\":\"broadcast\",\"event\":\"m\",\"payload\":" + TEXT + "}";

    @Param({"1.0.0", "2.0.0"})
    public String vsn = "2.0.0";

    private final ServerMessage broadcast = new ServerMessage.Broadcast(
            TOPIC, new BroadcastContent.Whole((ObjectNode) Json.MAPPER.readTree(BROADCAST), BROADCAST.length()));
    private final ServerMessage event =
            new ServerMessage.Broadcast(TOPIC, new BroadcastContent.Json("m", TEXT.getBytes(UTF_8), null));
    private final ServerMessage change = new ServerMessage.PostgresChanges(TOPIC, List.of(1L), () -> TEXT);
    private Serializer serializer = V2.INSTANCE;
    private String sent = "";

    @Setup
    public void choose() {
        serializer = Serializer.of(vsn).orElseThrow();
        sent = vsn.startsWith("1")
                ? "{\"topic\":\"" + TOPIC + "\",\"event\":\"broadcast\",\"payload\":" + BROADCAST
                        + ",\"ref\":\"7\",\"join_ref\":\"1\"}"
                : "[\"1\",\"7\",\"" + TOPIC + "\",\"broadcast\"," + BROADCAST + "]";
    }

    @Benchmark
    public ClientMessage decodeBroadcast() throws MalformedFrame {
        return serializer.decode(sent);
    }

    @Benchmark
    public Frame encodeBroadcast() {
        return Objects.requireNonNull(serializer.encode(broadcast));
    }

    /** One whose payload was text and not an object: of the database, or over HTTP. */
    @Benchmark
    public Frame encodeEvent() {
        return Objects.requireNonNull(serializer.encode(event));
    }

    /** Around a row that has been written. */
    @Benchmark
    public Frame encodeChange() {
        return Objects.requireNonNull(serializer.encode(change));
    }
}
