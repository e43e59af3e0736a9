package dev.belfry.bench;

/** What a page writes, in either version of the protocol. */
enum Wire {
    ONE("1.0.0"),
    TWO("2.0.0");

    private static final String JOIN = "1";

    private final String version;

    Wire(String version) {
        this.version = version;
    }

    static Wire of(String version) {
        for (var wire : values()) {
            if (wire.version.equals(version)) {
                return wire;
            }
        }
        throw new IllegalArgumentException("--vsn is " + version + "; it must be 1.0.0 or 2.0.0");
    }

    String version() {
        return version;
    }

    /** @param config the fields of a join's {@code config}, such as {@code "broadcast":{"ack":true}} */
    String join(String topic, String config) {
        return message(JOIN, "realtime:" + topic, "phx_join", "{\"config\":{" + config + "}}");
    }

    String broadcast(String topic, String payload) {
        return message(
                "2",
                "realtime:" + topic,
                "broadcast",
                "{\"type\":\"broadcast\",\"event\":\"m\",\"payload\":" + payload + "}");
    }

    String track(String topic, String state) {
        return presence(topic, "\"event\":\"track\",\"payload\":" + state);
    }

    String untrack(String topic) {
        return presence(topic, "\"event\":\"untrack\"");
    }

    private String presence(String topic, String what) {
        return message("3", "realtime:" + topic, "presence", "{\"type\":\"presence\"," + what + "}");
    }

    String heartbeat() {
        return this == ONE
                ? "{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"0\"}"
                : "[null,\"0\",\"phoenix\",\"heartbeat\",{}]";
    }

    private String message(String ref, String topic, String event, String payload) {
        return this == ONE
                ? "{\"topic\":\"" + topic + "\",\"event\":\"" + event + "\",\"payload\":" + payload + ",\"ref\":\""
                        + ref + "\",\"join_ref\":\"" + JOIN + "\"}"
                : "[\"" + JOIN + "\",\"" + ref + "\",\"" + topic + "\",\"" + event + "\"," + payload + "]";
    }
}
