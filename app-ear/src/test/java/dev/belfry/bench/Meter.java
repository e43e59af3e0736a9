package dev.belfry.bench;

import dev.belfry.it.RunningServer;
import java.time.Duration;
import java.util.List;

/** Time and processor time from its making on, as the kernel counts it ({@code /proc/<pid>/stat}, in steps of 10 ms). */
final class Meter {

    private final RunningServer server;
    private final long start = System.nanoTime();
    private final Duration serverBefore;
    private final Duration clientBefore = clientTime();

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
        return List.of(
                new Figure(operations + " per second", count / seconds),
                new Figure("us of the server's processor time for each " + operation, micros / count),
                new Figure(operations + " per second of the server's processor time", count / micros * 1e6),
                new Figure("processors that the server kept busy", micros / 1e6 / seconds),
                new Figure(
                        "processors that the client kept busy",
                        clientTime().minus(clientBefore).toNanos() / 1e9 / seconds));
    }

    /** Of the server's processor time since then. */
    double serverMicros() {
        return server.processorTime().minus(serverBefore).toNanos() / 1e3;
    }

    private static Duration clientTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
