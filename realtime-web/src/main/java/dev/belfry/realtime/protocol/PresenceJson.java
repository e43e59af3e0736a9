package dev.belfry.realtime.protocol;

import dev.belfry.domain.presence.Meta;
import java.util.List;
import java.util.Map;

/** Metas by key as JSON: {@code {"<key>":{"metas":[{"phx_ref":"…", …}]}}} (protocol §6.1). */
public final class PresenceJson {

    private PresenceJson() {}

    public static String of(Map<String, List<Meta>> metas) {
        var text = new StringBuilder("{");
        metas.forEach((key, places) -> {
            text.append(text.length() == 1 ? "" : ",").append(Codec.quoted(key)).append(":{\"metas\":[");
            for (var i = 0; i < places.size(); i++) {
                text.append(i == 0 ? "" : ",");
                append(text, places.get(i));
            }
            text.append("]}");
        });
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, Meta meta) {
        text.append("{\"phx_ref\":\"").append(meta.ref()).append('"');
        if (meta.previous() != null) {
            text.append(",\"phx_ref_prev\":\"").append(meta.previous()).append('"');
        }
        var state = meta.state();
        text.append(state.equals("{}") ? "}" : "," + state.substring(1));
    }
}
