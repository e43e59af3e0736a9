package dev.belfry.realtime.stack;

import dev.belfry.domain.change.Json;
import tools.jackson.databind.node.ObjectNode;

/** Parts of a Supabase stack that are not here: who serves each, in the shape that its client reads. */
enum Part {
    STORAGE(
            "/storage/v1",
            "Belfry stores no files: let a gateway lead /storage/v1 to a storage server, beside Belfry.") {
        @Override
        ObjectNode body(String message) {
            return Json.MAPPER
                    .createObjectNode()
                    .put("statusCode", String.valueOf(NOT_FOUND))
                    .put("error", CODE)
                    .put("message", message);
        }
    },
    GRAPHQL(
            "/graphql/v1",
            "Belfry serves no GraphQL: rows are at /rest/v1, or let a gateway lead /graphql/v1 to PostgREST.") {
        @Override
        ObjectNode body(String message) {
            var body = ELSEWHERE.body(message);
            body.putArray("errors").addObject().put("message", message);
            return body;
        }
    },
    DATABASE_ADMINISTRATION(
            "/pg", "Belfry does not administer the database: let a gateway lead /pg to postgres-meta, or use psql.") {
        @Override
        ObjectNode body(String message) {
            return ELSEWHERE.body(message).put("error", message);
        }
    },
    SIGN_IN(
            "/auth/v1",
            "Belfry signs nobody in here: let a gateway lead /auth/v1 to GoTrue, or take your identity provider.") {
        @Override
        ObjectNode body(String message) {
            return Json.MAPPER
                    .createObjectNode()
                    .put("code", NOT_FOUND)
                    .put("error_code", CODE)
                    .put("msg", message);
        }
    },
    ELSEWHERE(
            "",
            "Nothing is served here. Channels are at /realtime/v1, rows at /rest/v1, voice at /functions/v1; a gateway keeps the rest of a"
                    + " stack beside them.") {
        @Override
        ObjectNode body(String message) {
            return Json.MAPPER.createObjectNode().put("code", CODE).put("message", message);
        }
    };

    static final int NOT_FOUND = 404;

    private static final String CODE = "not_served";

    private final String path;
    private final String who;

    Part(String path, String who) {
        this.path = path;
        this.who = who;
    }

    /** @param asked the path of a request */
    static Part of(String asked) {
        for (var part : values()) {
            if (part == ELSEWHERE || asked.equals(part.path) || asked.startsWith(part.path + "/")) {
                return part;
            }
        }
        return ELSEWHERE;
    }

    abstract ObjectNode body(String message);

    ObjectNode body() {
        return body(who);
    }

    String who() {
        return who;
    }
}
