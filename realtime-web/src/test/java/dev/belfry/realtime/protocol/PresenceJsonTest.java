package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.presence.Meta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protocol §6.1. */
class PresenceJsonTest {

    @Test
    void nobodyIsAnEmptyObject() {
        assertThat(PresenceJson.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void aMetaIsItsReferenceAndWhatWasTracked() {
        assertThat(PresenceJson.of(Map.of("user-1", List.of(new Meta("GJ5b", null, "{\"name\":\"Ada\"}")))))
                .isEqualTo("{\"user-1\":{\"metas\":[{\"phx_ref\":\"GJ5b\",\"name\":\"Ada\"}]}}");
    }

    @Test
    void anUpdateNamesTheVersionBefore() {
        assertThat(PresenceJson.of(Map.of("user-1", List.of(new Meta("P90", "GJ5", "{\"n\":2}")))))
                .isEqualTo("{\"user-1\":{\"metas\":[{\"phx_ref\":\"P90\",\"phx_ref_prev\":\"GJ5\",\"n\":2}]}}");
    }

    @Test
    void anEmptyStateIsAReferenceAlone() {
        assertThat(PresenceJson.of(Map.of("a", List.of(new Meta("1", null, "{}"), new Meta("3", "2", "{}")))))
                .isEqualTo("{\"a\":{\"metas\":[{\"phx_ref\":\"1\"},{\"phx_ref\":\"3\",\"phx_ref_prev\":\"2\"}]}}");
    }

    @Test
    void severalKeysAndPlacesAreApart() {
        var metas = new LinkedHashMap<String, List<Meta>>();
        metas.put("a", List.of(new Meta("1", null, "{\"n\":1}"), new Meta("2", null, "{}")));
        metas.put("b", List.of(new Meta("3", null, "{\"m\":{\"x\":[1,{}]}}")));

        assertThat(PresenceJson.of(metas))
                .isEqualTo("{\"a\":{\"metas\":[{\"phx_ref\":\"1\",\"n\":1},{\"phx_ref\":\"2\"}]},"
                        + "\"b\":{\"metas\":[{\"phx_ref\":\"3\",\"m\":{\"x\":[1,{}]}}]}}");
    }

    @Test
    void aKeyMayBeAnyText() {
        var key = "say \"é\"\n\\ 🔔 {}";

        var json = Json.MAPPER.readTree(PresenceJson.of(Map.of(key, List.of(new Meta("1", null, "{}")))));

        assertThat(json.propertyNames()).containsExactly(key);
    }
}
