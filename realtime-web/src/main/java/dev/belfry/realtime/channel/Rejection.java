package dev.belfry.realtime.channel;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.messages.MessagesFailed;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a client does not get what it asked for: the {@code response} of an error reply. The first value is the text of protocol §3.5.2
 * (joins), §5.1 (broadcasts), §6.1 (presence); a limit is named by two more, {@code limit} and {@code retry_after_ms}.
 */
record Rejection(ObjectNode response) {

    static final String TOO_MANY_MESSAGES = "Too many messages per second";

    static Rejection of(String reason) {
        return new Rejection(Json.MAPPER.createObjectNode().put("reason", reason));
    }

    /** Of a broadcast, by its code. */
    static Rejection ofBroadcast(String code) {
        return new Rejection(Json.MAPPER.createObjectNode().put("error", code));
    }

    /** The first value: for people, or a code. */
    String text() {
        return response.path(response.has("reason") ? "reason" : "error").asString();
    }

    static Rejection unmatchedTopic() {
        return of("unmatched topic");
    }

    static Rejection unauthorized(String topicName) {
        return of("Unauthorized: You do not have permissions to read from this Channel topic: " + topicName);
    }

    /** Of a join or of presence, since nobody can say what is allowed (protocol §3.5.2). */
    static Rejection undecided(String topicName, MessagesFailed.Reason reason) {
        return switch (reason) {
            case POLICY_ERROR -> unauthorized(topicName);
            case QUERY_CANCELED -> of("QueryCanceled: " + text(reason));
            case MISSING_PARTITION -> of("MissingPartition: " + text(reason));
            case NO_CONNECTION -> of("IncreaseConnectionPool: " + text(reason));
            case DATABASE_AWAY -> of("UnableToConnectToProject: " + text(reason));
            case NOT_PREPARED, NOT_STORABLE -> of(text(reason));
        };
    }

    /** For people (protocol §3.8). */
    static String text(MessagesFailed.Reason reason) {
        return switch (reason) {
            case POLICY_ERROR -> "A policy on realtime.messages raised an error";
            case QUERY_CANCELED -> "Query was cancelled, please try again";
            case MISSING_PARTITION -> "Realtime was unable to find the expected messages partition";
            case NO_CONNECTION -> "Please increase your connection pool size";
            case DATABASE_AWAY, NOT_PREPARED -> "Realtime was unable to connect to the project database";
            case NOT_STORABLE -> "The database cannot keep this payload";
        };
    }

    /** Of a broadcast (protocol §5.1). */
    static Rejection ofBroadcast(MessagesFailed.Reason reason) {
        return ofBroadcast(
                switch (reason) {
                    case POLICY_ERROR -> "rls_policy_error";
                    case QUERY_CANCELED -> "query_canceled";
                    case MISSING_PARTITION -> "missing_partition";
                    case NO_CONNECTION -> "increase_connection_pool";
                    case DATABASE_AWAY -> "unable_to_connect_to_project";
                    case NOT_PREPARED -> "unable_to_set_policies";
                    case NOT_STORABLE -> "payload_not_storable";
                });
    }

    static Rejection tooManyChannels(int limit) {
        var rejection = of("ChannelRateLimitReached: Too many channels");
        rejection.response.put("limit", limit + " channels per socket");
        return rejection;
    }

    static Rejection tooManyJoins(int limit, long retryMillis) {
        return of("ClientJoinRateLimitReached: Too many joins per second")
                .withRate(limit + " joins per second and socket", retryMillis);
    }

    static Rejection tooManyMessages(int limit, long retryMillis) {
        return of("ClientMessageRateLimitReached: " + TOO_MANY_MESSAGES)
                .withRate(limit + " messages per second and socket", retryMillis);
    }

    static Rejection tooLarge(Rejection rejection, int limit) {
        rejection.response.put("limit", limit + " bytes per message");
        return rejection;
    }

    private Rejection withRate(String limit, long retryMillis) {
        response.put("limit", limit).put("retry_after_ms", retryMillis);
        return this;
    }
}
