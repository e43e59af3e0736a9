package dev.belfry.voice.local;

import dev.belfry.domain.change.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a session is set to. What means nothing here, as the voice, is kept and told all the same. */
final class Session {

    private static final Set<String> FIXED = Set.of("id", "object", "type", "model");
    private static final String DEFAULT = """
            {"type":"realtime","object":"realtime.session","model":"belfry-local","output_modalities":["audio"],
             "instructions":"You are the voice of an innovation portal. Answer in one or two short sentences.",
             "tools":[],"tool_choice":"auto","max_output_tokens":"inf",
             "audio":{
              "input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"vosk","language":"en"},
               "noise_reduction":null,"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,
                "silence_duration_ms":500,"create_response":true,"interrupt_response":true}},
              "output":{"format":{"type":"audio/pcm","rate":24000},"voice":"kevin","speed":1.0}}}""";

    /** Whatever is named stays, known or not. */
    private static final int MAX_LENGTH = 256 << 10;

    private final ObjectNode json = (ObjectNode) Json.MAPPER.readTree(DEFAULT);

    Session() {
        json.put("id", Events.id("sess"));
    }

    ObjectNode json() {
        return json.deepCopy();
    }

    /**
     * Changes what is named, and nothing if there is a problem.
     *
     * @return what is wrong, and what would be right
     */
    @Nullable
    String update(JsonNode changes) {
        if (!changes.path("type").asString("").equals("realtime")) {
            return "session.type has to be realtime";
        }
        var next = json();
        merge(next, changes);
        var modalities = next.path("output_modalities");
        if (modalities.size() != 1
                || !Set.of("audio", "text").contains(modalities.path(0).asString(""))) {
            return "session.output_modalities has to be [\"audio\"], which brings the text along, or [\"text\"]";
        }
        for (var direction : new String[] {"input", "output"}) {
            if (!next.at("/audio/" + direction + "/format/type").asString("").equals("audio/pcm")) {
                return "session.audio." + direction + ".format has to be {\"type\":\"audio/pcm\",\"rate\":24000}";
            }
        }
        if (next.toString().length() > MAX_LENGTH) {
            return "a session may have " + MAX_LENGTH + " characters at most";
        }
        FIXED.forEach(name -> next.set(name, json.get(name)));
        json.setAll(next);
        return null;
    }

    private static void merge(ObjectNode into, JsonNode changes) {
        for (var change : changes.properties()) {
            if (change.getValue().isObject() && into.get(change.getKey()) instanceof ObjectNode known) {
                merge(known, change.getValue());
            } else {
                into.set(change.getKey(), change.getValue());
            }
        }
    }

    @Nullable
    TurnDetection turnDetection() {
        return TurnDetection.of(json);
    }

    boolean transcribes() {
        return json.at("/audio/input/transcription").isObject();
    }

    boolean speaks() {
        return json.at("/output_modalities/0").asString("").equals("audio");
    }

    String instructions() {
        return json.path("instructions").asString("");
    }

    JsonNode output() {
        return json.at("/audio/output").deepCopy();
    }
}
