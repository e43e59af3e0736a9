package dev.belfry.bench;

import java.util.List;

/** From the start of the server's process until it says that it is ready, with a database that has its tables. */
final class Start {

    private Start() {}

    static void run(Options options) throws Exception {
        try (var stage = Stage.open(options, 0)) {
            new Rounds(options).run("start until ready, to a quarter of a second", () -> {
                var server = stage.server();
                server.stop();
                var start = System.nanoTime();
                server.startAgain();
                var seconds = (System.nanoTime() - start) / 1e9;
                var processor = server.processorTime();
                var memory = Memory.of(server);
                return List.of(
                        new Figure("seconds until ready", seconds),
                        new Figure("seconds of the server's processor time until ready", processor.toMillis() / 1e3),
                        new Figure("MB of live heap when ready", memory.live() / 1e6),
                        new Figure("MB resident when ready", memory.resident() / 1e6));
            });
        }
    }
}
