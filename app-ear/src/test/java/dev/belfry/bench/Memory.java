package dev.belfry.bench;

import dev.belfry.it.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a server holds, in bytes.
 *
 * @param live of the heap, after a collection of it
 * @param resident of the process; it does not shrink when something is given back
 */
record Memory(long live, long resident) {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    static Memory of(RunningServer server) throws IOException {
        Jdk.run("jcmd", server.pid(), "GC.run");
        return new Memory(
                bytes(USED, Jdk.run("jcmd", server.pid(), "GC.heap_info")),
                bytes(RESIDENT, Files.readString(Path.of("/proc/" + server.pid() + "/status"))));
    }

    private static long bytes(Pattern kilobytes, String text) throws IOException {
        var found = kilobytes.matcher(text);
        if (!found.find()) {
            throw new IOException("'" + kilobytes + "' is not in what was said: " + text);
        }
        return Long.parseLong(found.group(1)) << 10;
    }
}
