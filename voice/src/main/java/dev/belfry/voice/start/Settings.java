package dev.belfry.voice.start;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import dev.belfry.voice.events.ClientPolicy;
import dev.belfry.voice.events.Events;
import dev.belfry.voice.openai.OpenAi;
import dev.belfry.voice.relay.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The settings of this module (docs/settings.md), each with its default. */
@ApplicationScoped
public class Settings {

    private static final Set<String> VOICES =
            Set.of("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar");
    private static final int MAX_OUTPUT_TOKENS = 4096;

    @Inject
    Config config;

    /** What is wrong; each names the setting and what it must be. */
    List<String> problems() {
        var reader = reader();
        openAi(reader);
        session(reader);
        Limits.of(reader::count);
        return reader.problems();
    }

    /** The provider that is wanted, if one is named: its name, or {@code off}. */
    Optional<String> provider() {
        return reader().text(Setting.VOICE_PROVIDER).map(name -> name.strip().toLowerCase(Locale.ROOT));
    }

    OpenAi openAi() {
        return openAi(reader());
    }

    /** What every session begins with, in the general form. */
    ObjectNode session() {
        return session(reader());
    }

    ClientPolicy.Rules rules() {
        var reader = reader();
        return new ClientPolicy.Rules(
                VOICES, transcriptionModel(reader), reader.count(Setting.VOICE_MAX_OUTPUT_TOKENS, MAX_OUTPUT_TOKENS));
    }

    Limits limits() {
        return Limits.of(reader()::count);
    }

    private static OpenAi openAi(SettingsReader reader) {
        return new OpenAi(
                reader.address(Setting.OPENAI_URL).orElse(OpenAi.URL),
                reader.text(Setting.OPENAI_API_KEY).map(String::strip).orElse(null),
                reader.value(Setting.VOICE_MODEL));
    }

    private static ObjectNode session(SettingsReader reader) {
        var session =
                Events.object().put("type", "realtime").put("instructions", reader.value(Setting.VOICE_INSTRUCTIONS));
        session.putArray("output_modalities").add("audio");
        var audio = session.putObject("audio");
        var input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        input.putObject("transcription").put("model", transcriptionModel(reader));
        input.putObject("turn_detection")
                .put("type", "server_vad")
                .put("threshold", percent(reader, Setting.VOICE_THRESHOLD_PERCENT) / 100.0)
                .put("prefix_padding_ms", reader.count(Setting.VOICE_PREFIX_MS))
                .put("silence_duration_ms", reader.count(Setting.VOICE_SILENCE_MS));
        var output = audio.putObject("output").put("voice", voice(reader));
        output.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        reader.text(Setting.VOICE_MAX_OUTPUT_TOKENS)
                .ifPresent(set -> session.put(
                        "max_output_tokens", reader.count(Setting.VOICE_MAX_OUTPUT_TOKENS, MAX_OUTPUT_TOKENS)));
        tools(reader).ifPresent(tools -> session.set("tools", tools));
        return session;
    }

    private static String transcriptionModel(SettingsReader reader) {
        return reader.value(Setting.VOICE_TRANSCRIPTION_MODEL);
    }

    private static String voice(SettingsReader reader) {
        var voice = reader.value(Setting.VOICE_VOICE);
        if (!VOICES.contains(voice)) {
            reader.problem("BELFRY_VOICE_VOICE must be one of " + VOICES + ", not " + voice + ".");
        }
        return voice;
    }

    private static Optional<ArrayNode> tools(SettingsReader reader) {
        return reader.text(Setting.VOICE_TOOLS).flatMap(text -> {
            try {
                if (Json.MAPPER.readTree(text) instanceof ArrayNode tools) {
                    return Optional.of(tools);
                }
            } catch (JacksonException e) {
                // said below, as for JSON that is no list
            }
            reader.problem("BELFRY_VOICE_TOOLS must be a JSON list of tools, as OpenAI has them.");
            return Optional.empty();
        });
    }

    private static int percent(SettingsReader reader, Setting setting) {
        var percent = reader.count(setting);
        if (percent > 100) {
            reader.problem(setting.variable() + " must be a whole number from 1 to 100, not " + percent + ".");
        }
        return Math.min(100, percent);
    }

    private SettingsReader reader() {
        return new SettingsReader(config);
    }
}
