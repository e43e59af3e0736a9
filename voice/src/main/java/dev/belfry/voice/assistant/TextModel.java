package dev.belfry.voice.assistant;

import dev.belfry.domain.change.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A text model behind {@code POST /v1/chat/completions}, as OpenAI and most servers of open models offer it. */
public final class TextModel {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int MAX_TOKENS = 300;
    private static final String PATH = "/chat/completions";

    private final URI address;
    private final String model;
    private final @Nullable String key;
    private final HttpClient http;

    /**
     * @param address of the endpoint, of its {@code /v1}, or of the server
     * @param key a bearer token, if the server wants one
     */
    public TextModel(URI address, String model, @Nullable String key) {
        this.address = endpoint(address);
        this.model = model;
        this.key = key;
        http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }

    /** What the model says next; fails with what went wrong within 20 seconds. */
    CompletionStage<String> answer(String instructions, List<Message> conversation) {
        var request = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(instructions, conversation)));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(TextModel::said);
    }

    private String body(String instructions, List<Message> conversation) {
        var body = Json.MAPPER.createObjectNode().put("model", model).put("max_tokens", MAX_TOKENS);
        var messages = body.putArray("messages");
        messages.addObject().put("role", "system").put("content", instructions);
        for (var message : conversation) {
            messages.addObject()
                    .put("role", message.speaker().name().toLowerCase(Locale.ROOT))
                    .put("content", message.text());
        }
        return body.toString();
    }

    private static String said(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw failure("it answered with status " + response.statusCode());
        }
        try {
            var content = Json.MAPPER.readTree(response.body()).at("/choices/0/message/content");
            if (content.isString() && !content.asString().isBlank()) {
                return content.asString().strip();
            }
        } catch (JacksonException e) {
            throw failure("its answer is no JSON");
        }
        throw failure("its answer has no choices[0].message.content");
    }

    private static CompletionException failure(String why) {
        return new CompletionException(new IllegalStateException("The text model failed: " + why));
    }

    private static URI endpoint(URI address) {
        var text = address.toString().replaceAll("/+$", "");
        if (text.endsWith(PATH)) {
            return URI.create(text);
        }
        return URI.create(text.endsWith("/v1") ? text + PATH : text + "/v1" + PATH);
    }
}
