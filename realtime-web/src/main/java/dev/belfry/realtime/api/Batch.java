package dev.belfry.realtime.api;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.JoinConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several broadcasts in one request (protocol §5.3).
 *
 * @param errors what is wrong, by message and field; null if nothing is
 */
record Batch(List<Message> messages, @Nullable ObjectNode errors) {

    private static final String MISSING = "can't be blank";

    record Message(TopicKey topic, BroadcastContent content) {}

    static Batch of(@Nullable JsonNode body, int maxBytes) {
        var list = body == null ? Json.MAPPER.missingNode() : body.path("messages");
        if (!list.isArray() || list.isEmpty()) {
            return wrong(problem("messages", list.isArray() || list.isMissingNode() ? MISSING : "is invalid"));
        }
        var messages = new ArrayList<Message>();
        var problems = Json.MAPPER.createArrayNode();
        var isGood = true;
        for (var item : list) {
            var problem = problem(item, maxBytes);
            problems.add(problem);
            isGood &= problem.isEmpty();
            if (isGood) {
                messages.add(message((ObjectNode) item));
            }
        }
        return isGood
                ? new Batch(messages, null)
                : wrong(Json.MAPPER.createObjectNode().set("messages", problems));
    }

    private static ObjectNode problem(JsonNode item, int maxBytes) {
        var problem = Json.MAPPER.createObjectNode();
        if (!item.isObject()) {
            problem.putArray("message").add("is invalid");
            return problem;
        }
        for (var field : List.of("topic", "event")) {
            var value = item.path(field);
            if (value.isMissingNode() || value.isNull() || isBlank(value)) {
                problem.putArray(field).add(MISSING);
            } else if (!value.isString()) {
                problem.putArray(field).add("is invalid");
            }
        }
        var payload = item.path("payload");
        if (payload.isMissingNode() || payload.isNull()) {
            problem.putArray("payload").add(MISSING);
        } else if (!payload.isObject()) {
            problem.putArray("payload").add("is invalid");
        } else if (Frame.utf8Length(payload.toString()) > maxBytes) {
            problem.putArray("payload").add("Payload size exceeds tenant limit");
        }
        return problem;
    }

    private static boolean isBlank(JsonNode value) {
        return value.isString() && value.asString().isBlank();
    }

    private static Message message(ObjectNode item) {
        var whole = Json.MAPPER.createObjectNode();
        whole.set("payload", item.get("payload"));
        whole.set("event", item.get("event"));
        whole.put("type", "broadcast");
        if (item.path("id").isString()) {
            whole.putObject("meta").set("id", item.get("id"));
        }
        var topic = new TopicKey(item.path("topic").asString(), JoinConfig.flag(item, "private"));
        return new Message(topic, new BroadcastContent.Whole(whole, 0));
    }

    private static ObjectNode problem(String field, String what) {
        var problem = Json.MAPPER.createObjectNode();
        problem.putArray(field).add(what);
        return problem;
    }

    private static Batch wrong(JsonNode errors) {
        var body = Json.MAPPER.createObjectNode();
        body.set("errors", errors);
        return new Batch(List.of(), body);
    }
}
