package dev.belfry.voice.start;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.settings.SettingsReader;
import dev.belfry.voice.events.ClientPolicy;
import dev.belfry.voice.events.Events;
import dev.belfry.voice.openai.OpenAi;
import dev.belfry.voice.relay.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
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
    private static final String INSTRUCTIONS =
            "You are a friendly assistant of an innovation portal. Answer briefly, in the"
                    + " language in which you are spoken to.";

    private static final String MAX_OUTPUT_TOKENS = "BELFRY_VOICE_MAX_OUTPUT_TOKENS";

    @Inject
    Config config;

    /** What is wrong; each names the setting and what it must be. */
    List<String> problems() {
        var reader = reader();
        openAi(reader);
        session(reader);
        limits(reader);
        return reader.problems();
    }

    /** The provider that is wanted, if one is named: its name, or {@code off}. */
    Optional<String> provider() {
        return reader().text("BELFRY_VOICE_PROVIDER").map(name -> name.strip().toLowerCase(Locale.ROOT));
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
        return new ClientPolicy.Rules(VOICES, transcriptionModel(reader), reader.count(MAX_OUTPUT_TOKENS, 4096));
    }

    Limits limits() {
        return limits(reader());
    }

    private static OpenAi openAi(SettingsReader reader) {
        return new OpenAi(
                reader.address("BELFRY_OPENAI_URL").orElse(OpenAi.URL),
                reader.text("BELFRY_OPENAI_API_KEY").map(String::strip).orElse(null),
                reader.text("BELFRY_VOICE_MODEL").orElse("gpt-realtime-2.1"));
    }

    private static ObjectNode session(SettingsReader reader) {
        var session = Events.object()
                .put("type", "realtime")
                .put("instructions", reader.text("BELFRY_VOICE_INSTRUCTIONS").orElse(INSTRUCTIONS));
        session.putArray("output_modalities").add("audio");
        var audio = session.putObject("audio");
        var input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        input.putObject("transcription").put("model", transcriptionModel(reader));
        input.putObject("turn_detection")
                .put("type", "server_vad")
                .put("threshold", percent(reader, "BELFRY_VOICE_THRESHOLD_PERCENT", 50) / 100.0)
                .put("prefix_padding_ms", reader.count("BELFRY_VOICE_PREFIX_MS", 300))
                .put("silence_duration_ms", reader.count("BELFRY_VOICE_SILENCE_MS", 1000));
        var output = audio.putObject("output").put("voice", voice(reader));
        output.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        reader.text(MAX_OUTPUT_TOKENS)
                .ifPresent(set -> session.put("max_output_tokens", reader.count(MAX_OUTPUT_TOKENS, 4096)));
        tools(reader).ifPresent(tools -> session.set("tools", tools));
        return session;
    }

    private static String transcriptionModel(SettingsReader reader) {
        return reader.text("BELFRY_VOICE_TRANSCRIPTION_MODEL").orElse("gpt-transcribe");
    }

    private static String voice(SettingsReader reader) {
        var voice = reader.text("BELFRY_VOICE_VOICE").orElse("alloy");
        if (!VOICES.contains(voice)) {
            reader.problem("BELFRY_VOICE_VOICE must be one of " + VOICES + ", not " + voice + ".");
        }
        return voice;
    }

    private static Optional<ArrayNode> tools(SettingsReader reader) {
        return reader.text("BELFRY_VOICE_TOOLS").flatMap(text -> {
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

    private static int percent(SettingsReader reader, String name, int absent) {
        var percent = reader.count(name, absent);
        if (percent > 100) {
            reader.problem(name + " must be a whole number from 1 to 100, not " + percent + ".");
        }
        return Math.min(100, percent);
    }

    private static Limits limits(SettingsReader reader) {
        var usual = Limits.DEFAULT;
        return new Limits(
                limit(reader, "SESSIONS", usual.sessions()),
                limit(reader, "SESSIONS_PER_USER", usual.sessionsPerUser()),
                Duration.ofMinutes(
                        limit(reader, "MINUTES", (int) usual.sessionTime().toMinutes())),
                limit(reader, "MINUTES_PER_DAY", usual.minutesPerDay()),
                Duration.ofSeconds(
                        limit(reader, "IDLE_SECONDS", (int) usual.idle().toSeconds())),
                limit(reader, "MESSAGE_BYTES", usual.messageBytes()),
                limit(reader, "BYTES_PER_SECOND", usual.bytesPerSecond()),
                limit(reader, "MESSAGES_PER_SECOND", usual.messagesPerSecond()),
                limit(reader, "EARLY_BYTES", usual.earlyBytes()),
                limit(reader, "OUTBOX_BYTES", usual.outboxBytes()),
                limit(reader, "OUTBOX_TOTAL_BYTES", (int) Math.min(Integer.MAX_VALUE, usual.outboxTotal())),
                Duration.ofSeconds(
                        limit(reader, "WAIT_SECONDS", (int) usual.patience().toSeconds())));
    }

    private static int limit(SettingsReader reader, String name, int absent) {
        return reader.count("BELFRY_LIMITS_VOICE_" + name, absent);
    }

    private SettingsReader reader() {
        return new SettingsReader(config);
    }
}
