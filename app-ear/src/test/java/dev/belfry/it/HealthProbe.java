package dev.belfry.it;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server whether it lives, all the time, as whoever operates one does. Where nobody else connects, Liberty's selector may let a
 * request lie that came while another connection was closed, until the next one wakes it (docs/operations.md, Probes).
 */
final class HealthProbe implements AutoCloseable {

    private static final int MILLIS = 500;
    private static final int PATIENCE_MILLIS = 2_000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("health-probe").factory());

    @SuppressWarnings("FutureReturnValueIgnored") // a probe that fails is one of a server that a test has stopped
    HealthProbe(String url) {
        var address = URI.create(url + "/health/live");
        thread.scheduleWithFixedDelay(() -> ask(address), MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void ask(URI address) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestProperty("Connection", "close");
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            // it is down, or being started again
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
