package dev.belfry.domain.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes keys over HTTP, as Supabase Auth or Keycloak does, and signs with any. */
final class IdentityProvider implements AutoCloseable {

    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;
    private volatile String published = "{\"keys\":[]}";
    private volatile int status = 200;

    IdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks.json", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        fetches.incrementAndGet();
        var body = published.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    URI jwks() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    void publish(JWK... keys) {
        published = new JWKSet(List.of(keys)).toString(true);
    }

    void publishText(String body) {
        published = body;
    }

    void fail() {
        status = 503;
    }

    int fetches() {
        return fetches.get();
    }

    static String sign(JWK key, JWSAlgorithm algorithm, Map<String, ?> claims) {
        return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    }

    static String sign(JWK key, JWSHeader header, Map<String, ?> claims) {
        try {
            var token = new JWSObject(header, new Payload(Json.MAPPER.writeValueAsString(claims)));
            token.sign(key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner((RSAKey) key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
