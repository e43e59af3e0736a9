package dev.belfry.voice.openai;

import dev.belfry.domain.settings.Setting;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where OpenAI is, and how to be let in.
 *
 * @param url of the API, with its version: {@code https://api.openai.com/v1}
 * @param key a standard key, or null if there is none
 * @param model that speaks
 */
public record OpenAi(URI url, @Nullable String key, String model) {

    public static final URI URL = URI.create(Setting.OPENAI_URL.absent().orElseThrow());

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The header that tells one user from another, without saying who it is. */
    static final String SAFETY_IDENTIFIER = "OpenAI-Safety-Identifier";

    URI clientSecrets() {
        return at("/realtime/client_secrets", url.getScheme());
    }

    /** Neither a beta header nor a beta subprotocol goes with it: either would end the session at once. */
    URI realtime() {
        var scheme = url.getScheme().equals("http") ? "ws" : "wss";
        return at("/realtime?model=" + URLEncoder.encode(model, StandardCharsets.UTF_8), scheme);
    }

    String authorization() {
        return "Bearer " + key;
    }

    private URI at(String path, String scheme) {
        var base = url.toString().replaceFirst("/+$", "");
        return URI.create(scheme + base.substring(url.getScheme().length()) + path);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "OpenAi[" + url + ", " + model + "]";
    }
}
