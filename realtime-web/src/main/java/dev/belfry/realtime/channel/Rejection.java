package dev.belfry.realtime.channel;

import dev.belfry.domain.change.Json;
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

    static Rejection unmatchedTopic() {
        return of("unmatched topic");
    }

    static Rejection unauthorized(String topicName) {
        return of("Unauthorized: You do not have permissions to read from this Channel topic: " + topicName);
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
