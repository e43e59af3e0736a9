package dev.belfry.voice.events;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The session and the response as objects: flat in the beta form, nested in the general one (voice reference §1.2). */
final class SessionForms {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Members of a beta session that have another place in the general form. */
    private static final Map<String, Place> PLACES = Map.of(
            "voice", new Place("output", "voice", value -> value),
            "speed", new Place("output", "speed", value -> value),
            "output_audio_format", new Place("output", "format", SessionForms::format),
            "input_audio_format", new Place("input", "format", SessionForms::format),
            "input_audio_transcription", new Place("input", "transcription", value -> value),
            "input_audio_noise_reduction", new Place("input", "noise_reduction", value -> value),
            "turn_detection", new Place("input", "turn_detection", value -> value));

    /** Members that the general form does not have. */
    private static final Set<String> GONE =
            Set.of("temperature", "client_secret", "model", "id", "object", "expires_at");

    private SessionForms() {}

    private record Place(String side, String name, UnaryOperator<JsonNode> value) {}

    /** Whether it is written as the general form is. */
    static boolean isGeneral(JsonNode session) {
        return session.has("type") || session.has("audio") || session.has("output_modalities");
    }

    static ObjectNode toGeneral(ObjectNode beta) {
        var general = NODES.objectNode();
        beta.properties().forEach(member -> {
            var place = PLACES.get(member.getKey());
            if (place != null) {
                child(child(general, "audio"), place.side())
                        .set(place.name(), place.value().apply(member.getValue()));
            } else if (member.getKey().equals("modalities")) {
                general.set("output_modalities", outputModalities(member.getValue()));
            } else if (member.getKey().equals("max_response_output_tokens")) {
                general.set("max_output_tokens", member.getValue());
            } else if (!GONE.contains(member.getKey())) {
                general.set(member.getKey(), member.getValue());
            }
        });
        return general;
    }

    static ObjectNode toBeta(ObjectNode general, String tokens) {
        var beta = NODES.objectNode();
        general.properties().forEach(member -> {
            switch (member.getKey()) {
                case "type" -> {}
                case "audio" -> {}
                case "output_modalities" -> beta.set("modalities", modalities(member.getValue()));
                case "max_output_tokens" -> beta.set(tokens, member.getValue());
                default -> beta.set(member.getKey(), member.getValue());
            }
        });
        PLACES.forEach((name, place) -> {
            var value = general.path("audio").path(place.side()).path(place.name());
            if (!value.isMissingNode()) {
                beta.set(name, place.name().equals("format") ? betaFormat(value) : value);
            }
        });
        return beta;
    }

    private static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
    }

    /** The general form takes one of the two; sound always brings its words. */
    private static JsonNode outputModalities(JsonNode modalities) {
        for (var modality : modalities) {
            if (modality.asString("").equals("audio")) {
                return NODES.arrayNode().add("audio");
            }
        }
        return NODES.arrayNode().add("text");
    }

    private static JsonNode modalities(JsonNode outputModalities) {
        for (var modality : outputModalities) {
            if (modality.asString("").equals("audio")) {
                return NODES.arrayNode().add("text").add("audio");
            }
        }
        return outputModalities;
    }

    private static JsonNode format(JsonNode name) {
        return switch (name.asString("")) {
            case "g711_ulaw" -> NODES.objectNode().put("type", "audio/pcmu");
            case "g711_alaw" -> NODES.objectNode().put("type", "audio/pcma");
            case "pcm16" -> NODES.objectNode().put("type", "audio/pcm").put("rate", 24_000);
            default -> name;
        };
    }

    private static JsonNode betaFormat(JsonNode format) {
        return switch (format.path("type").asString("")) {
            case "audio/pcmu" -> StringNode.valueOf("g711_ulaw");
            case "audio/pcma" -> StringNode.valueOf("g711_alaw");
            case "audio/pcm" -> StringNode.valueOf("pcm16");
            default -> format;
        };
    }
}
