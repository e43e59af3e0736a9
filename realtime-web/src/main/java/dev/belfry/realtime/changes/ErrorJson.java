package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Json;

/** What somebody is told of a change that may not be shown: that there was one, of which table and kind, and why (protocol §3.6). */
enum ErrorJson {
    UNAUTHORIZED("Error 401: Unauthorized"),
    FAILED("Error 500: Internal Server Error, RLS policy evaluation failed");

    private final String error;

    ErrorJson(String error) {
        this.error = error;
    }

    String of(Change change, String type) {
        var data = Json.MAPPER.createObjectNode();
        data.put("schema", change.table().schema())
                .put("table", change.table().name())
                .put("type", type);
        data.putArray("errors").add(error);
        data.putArray("columns");
        data.putObject("record");
        data.putNull("commit_timestamp");
        return data.toString();
    }
}
