package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server with small limits, one allowed origin and an identity provider; at the end it is stopped with its sockets open. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrictServerIT {

    private static final String PORTAL = "https://portal.example.com";
    private static final String PUBLISHABLE = "sb_publishable_0123456789abcdef0123";
    private static final int MAX_SOCKETS = 320;
    private static final int LAST = Integer.MAX_VALUE;

    private static final AtomicReference<String> JWKS = new AtomicReference<>("{\"keys\":[]}");

    private static @Nullable RunningServer server;
    private static @Nullable HttpServer provider;

    @BeforeAll
    static void start() throws Exception {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/jwks", exchange -> {
            var body = String.valueOf(JWKS.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        server = RunningServer.start(
                "strict",
                Map.of(
                        "BELFRY_ALLOWED_ORIGINS",
                        PORTAL,
                        "BELFRY_JWKS_URL",
                        "http://localhost:" + provider.getAddress().getPort() + "/jwks",
                        "BELFRY_JWT_ISSUER",
                        "https://login.example.com",
                        "BELFRY_PUBLISHABLE_KEY",
                        PUBLISHABLE,
                        "BELFRY_LIMITS_MESSAGE_BYTES",
                        "20000",
                        "BELFRY_LIMITS_OUTBOX_BYTES",
                        String.valueOf(4 << 20),
                        "BELFRY_LIMITS_SOCKETS",
                        String.valueOf(MAX_SOCKETS),
                        "BELFRY_LIMITS_ADDRESS_SOCKETS_BURST",
                        "5",
                        "BELFRY_LIMITS_WRITE_SECONDS",
                        "4",
                        "WLP_LOGGING_MESSAGE_FORMAT",
                        "json"));
    }

    @AfterAll
    static void stop() throws IOException {
        running().close();
        if (provider != null) {
            provider.stop(0);
        }
    }

    @Test
    void aPageOfAnotherOriginIsNotLetIn() throws IOException {
        try (var evil = open("localhost", "Origin: https://evil.example.com");
                var portal = open("localhost", "Origin: " + PORTAL);
                var own = open("localhost", "Origin: " + running().url());
                var program = open("localhost")) {
            assertThat(evil.answered())
                    .startsWith("HTTP/1.1 403")
                    .contains("The origin https://evil.example.com is not allowed", "BELFRY_ALLOWED_ORIGINS");
            assertThat(portal.isOpen()).isTrue();
            assertThat(own.isOpen()).isTrue();
            assertThat(program.isOpen()).isTrue();
        }
    }

    @Test
    void eachMessageInTheLogIsAnObjectThatBeginsWithItsCode() throws IOException {
        var messages = running().log().lines().map(Json.MAPPER::readTree).toList();

        assertThat(messages)
                .filteredOn(message -> message.path("module").asString().startsWith("dev.belfry."))
                .isNotEmpty()
                .allSatisfy(message -> {
                    assertThat(message.path("message").asString()).matches("(?s)[A-Z][A-Za-z]+: .*");
                    assertThat(message.path("ibm_datetime").asString()).isNotEmpty();
                    assertThat(message.path("loglevel").asString()).isIn("INFO", "WARNING", "SEVERE");
                });
    }

    @Test
    void anUpgradeMakesNoCookie() throws IOException {
        try (var socket = open("localhost")) {
            assertThat(socket.answered()).doesNotContainIgnoringCase("set-cookie");
        }
    }

    @Test
    void aPageOfAnAllowedOriginMayCallOverHttp() throws Exception {
        for (var path :
                List.of("/rest/v1/challenges", "/realtime/v1/api/broadcast", "/auth/v1/token", "/config.json")) {
            var allowed = preflight(path, PORTAL);
            assertThat(allowed.statusCode()).as(path).isEqualTo(204);
            assertThat(allowed.headers().firstValue("access-control-allow-origin"))
                    .hasValue(PORTAL);
            assertThat(allowed.headers().firstValue("access-control-allow-headers"))
                    .hasValue("apikey,x-client-info");

            var refused = preflight(path, "https://evil.example.com");
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
        }
    }

    @Test
    void tokensOfTheIdentityProviderAreBelievedAndItsKeysMayChange() throws Exception {
        var rsa = new RSAKeyGenerator(2048).keyID("one").generate();
        JWKS.set(publicKeys(rsa));
        assertThat(upgrade("apikey=" + signed(rsa, "authenticated"))).startsWith("HTTP/1.1 101");

        var ec = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
        JWKS.set(publicKeys(ec));
        assertThat(upgrade("apikey=" + signed(ec, "authenticated"))).startsWith("HTTP/1.1 101");
        assertThat(upgrade("apikey=" + signed(ec, "service_role")))
                .startsWith("HTTP/1.1 401")
                .contains("service_role is not accepted");

        var stranger = new RSAKeyGenerator(2048).keyID("three").generate();
        assertThat(upgrade("apikey=" + signed(stranger, "authenticated")))
                .startsWith("HTTP/1.1 401")
                .contains("Failed to generate JWT signer for key ID (kid)");
    }

    @Test
    void aPublishableKeyIsTheAnonymousRoleAndTheHeaderWinsOverTheQuery() throws IOException {
        assertThat(upgrade("apikey=" + PUBLISHABLE)).startsWith("HTTP/1.1 101");
        assertThat(upgrade("apikey=sb_publishable_of_somebody_else")).startsWith("HTTP/1.1 401");
        assertThat(upgrade("apikey=nonsense", "x-api-key: " + PUBLISHABLE)).startsWith("HTTP/1.1 101");
        assertThat(upgrade("apikey=" + PUBLISHABLE, "x-api-key: nonsense")).startsWith("HTTP/1.1 401");
    }

    @Test
    void aTokenThatExpiresEndsWhatItAllowedWithinASecond() throws Exception {
        try (var socket = open("localhost")) {
            var expiry = Instant.now().getEpochSecond() + 2;
            var token = running().signer().sign(Map.of("role", "anon", "exp", expiry));
            socket.send("[\"1\",\"1\",\"realtime:x\",\"phx_join\",{\"config\":{},\"access_token\":\"" + token + "\"}]");

            assertThat(socket.next()).contains("\"status\":\"ok\"");
            assertThat(socket.next()).contains("system", "Token has expired");
            assertThat(Duration.between(Instant.ofEpochSecond(expiry), Instant.now()))
                    .isLessThan(Duration.ofSeconds(1));
            assertThat(socket.next()).isEqualTo("[\"1\",\"1\",\"realtime:x\",\"phx_error\",{}]");
        }
    }

    @Test
    void aMessageThatIsTooLargeIsAnsweredAndOneFarTooLargeClosesTheSocket() throws IOException {
        try (var socket = open("localhost")) {
            join(socket, "realtime:large", true);
            socket.send(broadcast("realtime:large", "2", 30_000));

            assertThat(socket.next()).contains("payload_size_exceeded", "20000 bytes per message");
            socket.send(broadcast("realtime:large", "3", 1_000_000));
            assertThat(socket.next()).isEqualTo("closed 1009");
        }
    }

    /** Liberty writes what it knows of a failure into a file beside the log. */
    @Test
    void aKeyIsInNoLogAlsoAfterAFailure() throws IOException {
        var key = new TokenSigner("whatever a secret may be, this is another one").apiKey("anon");
        assertThat(upgrade("apikey=" + key)).contains("401");
        try (var socket = open("localhost")) {
            socket.send(broadcast("realtime:large", "1", 1_000_000));
            assertThat(socket.next()).isEqualTo("closed 1009");
        }

        assertThat(running().hasLogged("UpgradeRefused: ")).isTrue();
        assertThat(running().hasLogged(running().signer().apiKey("anon"))).isFalse();
        assertThat(running().hasLogged(key)).isFalse();
    }

    @Test
    void aPingIsAnswered() throws IOException {
        try (var socket = open("localhost")) {
            socket.ping();

            assertThat(socket.next()).isEqualTo("pong 3");
        }
    }

    @Test
    void oneAddressOpensSocketsOneAfterTheOther() throws IOException {
        var address = addressOfThisMachine();
        assumeThat(address)
                .as("an address of this machine that is not the loopback")
                .isPresent();
        var sockets = new ArrayList<RawSocket>();
        for (var i = 0; i < 8; i++) {
            sockets.add(open(address.orElseThrow()));
        }

        assertThat(sockets.get(0).isOpen()).isTrue();
        assertThat(sockets.getLast().answered())
                .startsWith("HTTP/1.1 429")
                .containsIgnoringCase("retry-after: 1")
                .contains("5 new sockets per second and address, after a burst of 5", "retry_after_ms");
        closeAll(sockets);
    }

    @Test
    void oneSocketTooManyIsRefused() throws IOException, InterruptedException {
        var sockets = new ArrayList<RawSocket>();
        for (var i = 0; i < MAX_SOCKETS + 10; i++) {
            sockets.add(open("localhost"));
        }

        assertThat(sockets.getLast().answered())
                .startsWith("HTTP/1.1 429")
                .contains("Too many connected users", MAX_SOCKETS + " sockets per server");
        closeAll(sockets);
    }

    /** Most of it waits in the outbox: a reader that reads nothing has a small window, and the kernel takes little for it. */
    @Test
    void theAnswerToAHeartbeatDoesNotWaitBehindOtherFrames() throws Exception {
        try (var reader = open("localhost");
                var sender = open("localhost")) {
            join(reader, "realtime:busy", false);
            join(sender, "realtime:busy", true);
            var count = 260;
            for (var i = 0; i < count; i++) {
                sender.send(broadcast("realtime:busy", "b" + i, 19_000));
                assertThat(sender.next()).contains("\"b" + i + "\"", "\"ok\"");
            }
            reader.send("[null,\"h\",\"phoenix\",\"heartbeat\",{}]");
            sender.send("[null,\"h\",\"phoenix\",\"heartbeat\",{}]"); // later than the reader's
            assertThat(sender.next()).contains("\"h\"");

            var before = 0;
            while (!reader.next().contains("\"h\"")) {
                before++;
            }
            assertThat(before).isLessThan(count - 10);
        }
    }

    @Test
    void oneSlowReaderIsCutOffAndFiftyQuickOnesLoseNothing() throws Exception {
        var topic = "realtime:crowd";
        var senders = 200;
        var each = 15;
        try (var slow = open("localhost");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            join(slow, topic, false);
            var quick = new ArrayList<RawSocket>();
            for (var i = 0; i < 50; i++) {
                quick.add(open("localhost"));
                join(quick.getLast(), topic, false);
            }
            var loud = new ArrayList<RawSocket>();
            for (var i = 0; i < senders; i++) {
                loud.add(open("localhost"));
                join(loud.getLast(), topic, true);
            }

            var reading = quick.stream()
                    .map(reader -> CompletableFuture.supplyAsync(() -> read(reader, senders * each), threads))
                    .toList();
            var sending = new ArrayList<CompletableFuture<Void>>();
            for (var i = 0; i < senders; i++) {
                var number = i;
                sending.add(CompletableFuture.runAsync(() -> send(loud.get(number), topic, number, each), threads));
            }

            for (var done : sending) {
                done.join();
            }
            for (var heard : reading) {
                assertThat(heard.join()).hasSize(senders * each).doesNotHaveDuplicates();
            }
            assertThat(last(slow)).isEqualTo("closed 1013");
            closeAll(quick);
            closeAll(loud);
        }
    }

    @Test
    @Order(LAST)
    void onStopEverySocketIsToldToComeBack() throws Exception {
        awaitNoSockets();
        var sockets = new ArrayList<RawSocket>();
        for (var i = 0; i < 100; i++) {
            sockets.add(open("localhost"));
        }
        assertThat(sockets).allMatch(RawSocket::isOpen);

        running().stop();

        for (var socket : sockets) {
            assertThat(socket.next()).isEqualTo("closed 1012");
        }
        assertThat(running().log()).contains("Stopping: 100 sockets are told to come back");
        closeAll(sockets);
    }

    /** Those of the tests before are gone for their clients at once, and for Liberty some seconds later. */
    private static void awaitNoSockets() throws Exception {
        var end = Instant.now().plusSeconds(90);
        while (!running().get("/health/ready").contains("\"open\":0")
                && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        assertThat(running().get("/health/ready")).contains("\"open\":0");
    }

    private static RunningServer running() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    /** Who sent what, in the order in which it came. */
    private static List<String> read(RawSocket reader, int count) {
        try {
            var heard = new ArrayList<String>();
            while (heard.size() < count) {
                heard.add(reader.next().replaceFirst(".*\"event\":\"([^\"]+)\".*", "$1"));
            }
            return heard;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the next when the one before is acknowledged, and reads what the others send. */
    private static void send(RawSocket sender, String topic, int number, int count) {
        try {
            for (var i = 0; i < count; i++) {
                var ref = number + "-" + i;
                sender.send(broadcast(topic, ref, 4000));
                var heard = sender.next();
                while (!heard.contains("\"" + ref + "\",\"" + topic + "\",\"phx_reply\"")) {
                    if (heard.equals("gone") || heard.startsWith("closed ")) {
                        throw new IllegalStateException("Sender " + number + " was cut off: " + heard);
                    }
                    heard = sender.next(); // that one was somebody else's
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String last(RawSocket socket) throws IOException {
        while (true) {
            var frame = socket.next();
            if (frame.startsWith("closed") || frame.equals("gone")) {
                return frame;
            }
        }
    }

    private static void join(RawSocket socket, String topic, boolean ack) throws IOException {
        socket.send("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{\"config\":{\"broadcast\":{\"ack\":" + ack + "}}}]");
        assertThat(socket.next()).contains("phx_reply", "\"ok\"");
    }

    private static String broadcast(String topic, String ref, int size) {
        return "[\"1\",\"" + ref + "\",\"" + topic + "\",\"broadcast\",{\"event\":\"" + ref + "\",\"payload\":\""
                + "x".repeat(size) + "\"}]";
    }

    private static RawSocket open(String host, String... headers) throws IOException {
        return new RawSocket(uri(host, "apikey=" + running().signer().apiKey("anon")), headers);
    }

    private static String upgrade(String query, String... headers) throws IOException {
        try (var socket = new RawSocket(uri("localhost", query), headers)) {
            return socket.answered();
        }
    }

    private static URI uri(String host, String query) {
        var port = URI.create(running().url()).getPort();
        return URI.create("ws://" + host + ":" + port + "/realtime/v1/websocket?vsn=2.0.0&" + query);
    }

    private static HttpResponse<String> preflight(String path, String origin) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(running().url() + path))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "apikey,x-client-info")
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static String publicKeys(JWK key) {
        return new JWKSet(key).toString(true);
    }

    private static String signed(JWK key, String role) throws JOSEException {
        var isRsa = key instanceof RSAKey;
        var header = new JWSHeader.Builder(isRsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer("https://login.example.com")
                .subject("11111111-1111-1111-1111-111111111111")
                .claim("role", role)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(isRsa ? new RSASSASigner((RSAKey) key) : new ECDSASigner((ECKey) key));
        return token.serialize();
    }

    private static Optional<String> addressOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static void closeAll(List<RawSocket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
