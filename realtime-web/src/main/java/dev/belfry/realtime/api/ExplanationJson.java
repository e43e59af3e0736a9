package dev.belfry.realtime.api;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.policy.Answer;
import dev.belfry.domain.policy.PolicyReasons.Said;
import dev.belfry.realtime.changes.Explanation;
import dev.belfry.realtime.changes.Explanation.ForBinding;
import dev.belfry.realtime.changes.Explanation.Held;
import dev.belfry.realtime.changes.Explanation.Reason;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** An explanation as it stands on the wire. */
final class ExplanationJson {

    private ExplanationJson() {}

    static ObjectNode of(Explanation explanation) {
        var json = Json.MAPPER.createObjectNode();
        json.set("as", who(explanation.about()));
        var change = explanation.change();
        json.set(
                "change",
                change == null
                        ? Json.MAPPER.nullNode()
                        : change(change).put("commit_timestamp", explanation.commitTimestamp()));
        json.put("reason", code(explanation.reason()));
        json.put("said", explanation.said());
        var policies = json.putArray("policies");
        explanation.policies().forEach(said -> policies.add(policy(said)));
        var bindings = json.putArray("bindings");
        explanation.bindings().forEach(binding -> bindings.add(binding(binding)));
        var since = explanation.keptSince();
        return json.put("kept_since", since.equals(Instant.MAX) ? null : since.toString());
    }

    private static ObjectNode who(Claims claims) {
        return Json.MAPPER.createObjectNode().put("role", claims.role()).put("sub", claims.subject());
    }

    /** Of the row no more than its key. */
    private static ObjectNode change(Change change) {
        var json = Json.MAPPER.createObjectNode().put("type", type(change));
        var key = json.putObject("key");
        row(change).only(change.table().key()).forEach(key::set);
        return json;
    }

    private static String type(Change change) {
        return switch (change) {
            case Change.Insert ignored -> "INSERT";
            case Change.Update ignored -> "UPDATE";
            case Change.Delete ignored -> "DELETE";
        };
    }

    private static Row row(Change change) {
        return switch (change) {
            case Change.Insert insert -> insert.row();
            case Change.Update update -> update.row();
            case Change.Delete delete -> delete.old();
        };
    }

    private static ObjectNode policy(Said said) {
        var json = Json.MAPPER
                .createObjectNode()
                .put("name", said.name())
                .put("permissive", said.permissive())
                .put("condition", said.condition());
        return switch (said.answer()) {
            case Answer.Visible ignored -> json.put("holds", true);
            case Answer.Hidden ignored -> json.put("holds", false);
            case Answer.Failed(var code) -> json.putNull("holds").put("error", code);
        };
    }

    private static ObjectNode binding(ForBinding binding) {
        var json = Json.MAPPER
                .createObjectNode()
                .put("id", binding.id())
                .put("delivered", binding.isDelivered())
                .put("reason", code(binding.reason()))
                .put("said", binding.said());
        var conditions = json.putArray("conditions");
        binding.conditions().forEach(held -> conditions.add(condition(held)));
        return json;
    }

    private static ObjectNode condition(Held held) {
        var json = Json.MAPPER
                .createObjectNode()
                .put("condition", held.condition())
                .put("column", held.column())
                .put("holds", held.holds());
        var value = held.value();
        if (value != null) {
            json.set("value", value);
        }
        return json;
    }

    private static String code(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
