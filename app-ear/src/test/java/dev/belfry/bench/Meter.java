package dev.belfry.bench;

import dev.belfry.it.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time and processor time from its making on, as the kernel counts it ({@code /proc/<pid>/stat} and {@code /proc/stat}, in steps of
 * 10 ms).
 */
final class Meter {

    private static final Duration TICK = Duration.ofMillis(10);

    private final RunningServer server;
    private final long start = System.nanoTime();
    private final Duration serverBefore;
    private final Duration clientBefore = clientTime();
    private final Duration machineBefore = machineTime();

    Meter(RunningServer server) {
        this.server = server;
        this.serverBefore = server.processorTime();
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * What so many operations cost since then.
     *
     * @param operation what one of them is called
     * @param operations what many of them are called
     */
    List<Figure> figures(long count, String operation, String operations) {
        var seconds = seconds();
        var micros = serverMicros();
        var clientMicros = micros(clientTime().minus(clientBefore));
        var otherMicros = micros(machineTime().minus(machineBefore)) - clientMicros - micros;
        return List.of(
                new Figure(operations + " per second", count / seconds),
                new Figure("us of the server's processor time for each " + operation, micros / count),
                new Figure(operations + " per second of the server's processor time", count / micros * 1e6),
                new Figure("processors that the server kept busy", micros / 1e6 / seconds),
                new Figure("processors that the client kept busy", clientMicros / 1e6 / seconds),
                new Figure("processors that all others kept busy", otherMicros / 1e6 / seconds));
    }

    /** Of the server's processor time since then. */
    double serverMicros() {
        return micros(server.processorTime().minus(serverBefore));
    }

    private static Duration clientTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Of all processes: in user mode, nice or not, in system mode, and in interrupts. */
    private static Duration machineTime() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var ticks = lines.findFirst().orElseThrow().split(" +", -1);
            return Stream.of(1, 2, 3, 6, 7)
                    .map(column -> TICK.multipliedBy(Long.parseLong(ticks[column])))
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }
}
