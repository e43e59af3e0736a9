package dev.belfry.bench;

import dev.belfry.it.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A recording of the server by the JDK's Flight Recorder, from now until it is stopped; then it says where it is and what it shows. */
final class Profile {

    private static final Path FOLDER = Path.of("target").toAbsolutePath();
    private static final String WIDTH = "160";

    private final RunningServer server;
    private final boolean isWanted;

    private Profile(RunningServer server, boolean isWanted) {
        this.server = server;
        this.isWanted = isWanted;
    }

    static Profile start(Options options, RunningServer server) throws IOException {
        if (options.isProfiled()) {
            Jdk.run("jcmd", server.pid(), "JFR.start", "name=bench", "settings=profile");
        }
        return new Profile(server, options.isProfiled());
    }

    void stop() throws IOException {
        if (isWanted) {
            var file = Files.createTempFile(FOLDER, "bench", ".jfr");
            Jdk.run("jcmd", server.pid(), "JFR.stop", "name=bench", "filename=" + file);
            System.out.println("  profile: " + file);
            for (var view : List.of("hot-methods", "allocation-by-class")) {
                System.out.println(Jdk.run("jfr", "view", "--width", WIDTH, view, file));
            }
        }
    }
}
