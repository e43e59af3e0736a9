package dev.belfry.voice.openai;

import dev.belfry.domain.change.Json;
import dev.belfry.voice.events.BetaDialect;
import dev.belfry.voice.events.Redaction;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Makes ephemeral tokens for browsers (voice reference §1.1): good for a minute, with this server's session. */
public final class ClientSecrets {

    private static final int LIFE_SECONDS = 60;

    private final OpenAi openAi;
    private final ObjectNode session;
    private final HttpClient client;

    /** @param session that a browser begins with; it may change it, for a token cannot forbid that */
    public ClientSecrets(OpenAi openAi, ObjectNode session, Executor threads) {
        this.openAi = openAi;
        this.session = session.deepCopy().put("model", openAi.model());
        this.client = HttpClient.newBuilder()
                .connectTimeout(OpenAi.TIMEOUT)
                .executor(threads)
                .build();
    }

    /** What came of asking for one. */
    public sealed interface Answer {

        /** {@code {value, expires_at, session, client_secret: {value, expires_at}, …}}: both forms at once. */
        record Minted(ObjectNode body) implements Answer {}

        /**
         * There is none.
         *
         * @param status that the provider answered; 0 if it did not
         * @param waitMillis after which to try again; 0 if that is not known
         */
        record Refused(Why why, int status, long waitMillis) implements Answer {}
    }

    /** Why there is no token. */
    public enum Why {
        /** The key, or what was asked for, is not accepted: a matter for the operator. */
        KEY,
        BUSY,
        AWAY
    }

    /** @param user as OpenAI may know the user */
    public CompletableFuture<Answer> mint(String user) {
        var body = Json.MAPPER.createObjectNode();
        body.putObject("expires_after").put("anchor", "created_at").put("seconds", LIFE_SECONDS);
        body.set("session", session);
        var request = HttpRequest.newBuilder(openAi.clientSecrets())
                .timeout(OpenAi.TIMEOUT)
                .header("Authorization", openAi.authorization())
                .header("Content-Type", "application/json")
                .header(OpenAi.SAFETY_IDENTIFIER, user)
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(ClientSecrets::answer)
                .exceptionally(failure -> new Answer.Refused(Why.AWAY, 0, 0));
    }

    private static Answer answer(HttpResponse<String> response) {
        var status = response.statusCode();
        if (status == 429) {
            var wait = response.headers().firstValue("Retry-After").filter(seconds -> seconds.matches("\\d{1,5}"));
            return new Answer.Refused(
                    Why.BUSY, status, wait.map(Long::parseLong).orElse(0L) * 1000);
        }
        if (status >= 500 || status == 408) {
            return new Answer.Refused(Why.AWAY, status, 0);
        }
        if (status >= 300) {
            return new Answer.Refused(Why.KEY, status, 0);
        }
        try {
            return Json.MAPPER.readTree(response.body()) instanceof ObjectNode minted
                            && minted.path("value").isString()
                    ? new Answer.Minted(superset(minted))
                    : new Answer.Refused(Why.AWAY, status, 0);
        } catch (JacksonException e) {
            return new Answer.Refused(Why.AWAY, status, 0);
        }
    }

    /** What the beta form had, beside what the general form has. */
    private static ObjectNode superset(ObjectNode minted) {
        Redaction.redact(minted);
        var body = Json.MAPPER.createObjectNode();
        if (minted.path("session") instanceof ObjectNode session) {
            body.setAll(BetaDialect.session(session));
        }
        body.setAll(minted);
        var secret = body.putObject("client_secret");
        secret.set("value", minted.path("value"));
        secret.set("expires_at", minted.path("expires_at"));
        return body;
    }
}
