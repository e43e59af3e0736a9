package dev.belfry.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class JsonbTest {

    /** Both sides as PostgreSQL 18 answered. */
    @Test
    void isWrittenAsPostgresKeepsIt() {
        var given = """
                {"bb":1,"a":2,"B":1.0,"é":1,"zz":-0,"y":-0.0,"w":1e3,"v":1E-2,"a":3,"":0,"ba":1.50e1,"bc":"\\u00e9/\\t"}""";

        assertThat(Jsonb.of(given).toString()).isEqualTo("""
                {"":0,"B":1.0,"a":3,"v":0.01,"w":1000,"y":0.0,"ba":15.0,"bb":1,"bc":"é/\\t","zz":0,"é":1}""");
    }

    @Test
    void reachesIntoArraysAndObjects() {
        assertThat(Jsonb.of("[{\"x\":{\"long\":1,\"b\":[1e2,null,true]}}]").toString())
                .isEqualTo("[{\"x\":{\"b\":[100,null,true],\"long\":1}}]");
    }

    @Test
    void isACopy() {
        var original = (ObjectNode) Json.MAPPER.readTree("{\"a\":{\"b\":1}}");
        var kept = Jsonb.of(original);

        ((ObjectNode) original.path("a")).put("b", 2);

        assertThat(kept.toString()).isEqualTo("{\"a\":{\"b\":1}}");
    }
}
