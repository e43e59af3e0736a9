package dev.belfry.bench;

import dev.belfry.it.RunningServer;
import java.io.IOException;
import java.nio.file.Path;

/** A recording of the server by the JDK's Flight Recorder, from now until it is stopped; then it says where it is and what it shows. */
final class Profile {

    private static final Path FILE = Path.of("target/bench.jfr").toAbsolutePath();

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
            Jdk.run("jcmd", server.pid(), "JFR.stop", "name=bench", "filename=" + FILE);
            System.out.println(FILE);
            System.out.println(Jdk.run("jfr", "view", "hot-methods", FILE));
            System.out.println(Jdk.run("jfr", "view", "allocation-by-class", FILE));
        }
    }
}
