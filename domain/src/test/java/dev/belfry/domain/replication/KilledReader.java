package dev.belfry.domain.replication;

import java.time.Duration;
import java.util.List;

/** A program that says what it hears, until it is killed. */
final class KilledReader {

    private KilledReader() {}

    public static void main(String[] arguments) throws InterruptedException {
        var settings = new ReplicationSettings(
                arguments[0], "postgres", "", "announced", arguments[1], Duration.ofMinutes(5), 256L << 20);
        var stream = new WalStream(
                settings, List::of, change -> System.out.println(change.position()), gap -> System.out.println(gap));
        stream.start(Thread::new);
        if (stream.awaitCaughtUp(Duration.ofSeconds(60))) {
            System.out.println("ready");
        }
    }
}
