package dev.belfry.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.presence.PresenceMoved;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inside Liberty: who tracks presence over a socket is announced to a module that knows nothing of sockets. */
@ExtendWith({ArquillianServer.class, ArquillianExtension.class})
class PresenceEventsIT {

    private static final String SOCKET = "ws://localhost:19080/realtime-web/realtime/v1/websocket?vsn=2.0.0&apikey=";

    @Inject
    SeenPresences presences;

    @Deployment
    static EnterpriseArchive application() {
        var test = ShrinkWrap.create(WebArchive.class, "test.war")
                .addClasses(PresenceEventsIT.class, SeenPresences.class, ArquillianServer.class)
                .addAsWebInfResource(
                        new StringAsset("<beans version='4.1' bean-discovery-mode='annotated'/>"), "beans.xml");
        var application = ShrinkWrap.create(EnterpriseArchive.class, "presence.ear")
                .addAsModule(Testable.archiveToTest(test))
                .addAsModule(ShrinkWrap.createFromZipFile(
                        WebArchive.class,
                        Path.of("target/belfry/realtime-web.war").toFile()));
        for (var library :
                Objects.requireNonNull(Path.of("target/belfry/lib").toFile().listFiles(File::isFile))) {
            application.addAsLibrary(library);
        }
        return application;
    }

    @Test
    void whoTracksIsAnnouncedWithKeyAndState() throws Exception {
        var key = new TokenSigner(Objects.requireNonNull(System.getProperty("BELFRY_JWT_SECRET"))).apiKey("anon");
        try (var client = HttpClient.newHttpClient()) {
            var socket = open(client, key);
            say(socket, "phx_join", "{\"config\":{\"presence\":{\"key\":\"ada\"}}}");
            say(socket, "presence", "{\"event\":\"track\",\"payload\":{\"at\":\"desk\"}}");

            var came = next();
            assertEquals("lobby", came.topic());
            assertEquals(
                    "{\"at\":\"desk\"}",
                    Objects.requireNonNull(came.joins().get("ada")).getFirst().state());
            assertTrue(came.leaves().isEmpty());

            socket.abort();
            var left = next();
            assertEquals(came.joins().get("ada"), left.leaves().get("ada"));
        }
    }

    /** A server that is starting lets nobody in. */
    private static WebSocket open(HttpClient client, String key) throws Exception {
        for (var attempt = 0; ; attempt++) {
            try {
                return client.newWebSocketBuilder()
                        .buildAsync(URI.create(SOCKET + key), new WebSocket.Listener() {})
                        .get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (attempt == 100) {
                    throw e;
                }
                Thread.sleep(200);
            }
        }
    }

    private PresenceMoved next() throws InterruptedException {
        return Objects.requireNonNull(presences.seen().poll(10, TimeUnit.SECONDS), "nothing was announced");
    }

    private static void say(WebSocket socket, String event, String payload) throws Exception {
        socket.sendText("[\"1\",\"1\",\"realtime:lobby\",\"" + event + "\"," + payload + "]", true)
                .get(10, TimeUnit.SECONDS);
    }
}
