package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.policy.Rule.Policy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/** A compiled policy, held against a row and a token, as it is for each user that may hear a change. */
@State(Scope.Benchmark)
public class PolicyBenchmark {

    private static final String OWNER = "aaaaaaaa-0000-4000-8000-000000000001";
    private final Rule rule = Rule.of(
            List.of(new Policy(
                    "rows of their owner",
                    true,
                    "((status = 'published'::text) OR (owner = ((((NULLIF(current_setting('request.jwt.claims'::text,"
                            + " true), ''::text))::jsonb ->> 'sub'::text))::uuid)))")),
            new Compiler(Map.of("status", Type.TEXT, "owner", Type.UUID), "authenticated", Map.of()));

    private final Row row = row("{\"id\":1,\"owner\":\"" + OWNER + "\",\"status\":\"draft\"}");
    private final Claims owner = claims(OWNER);
    private final Claims stranger = claims("bbbbbbbb-0000-4000-8000-000000000002");

    @Benchmark
    public Object owner() {
        return decided(owner);
    }

    @Benchmark
    public Object stranger() {
        return decided(stranger);
    }

    /** Whom it names, which spares the question to all others. */
    @Benchmark
    public Object subjects() {
        return String.valueOf(rule.subjects(row));
    }

    private Decision decided(Claims caller) {
        var decision = rule.decide(row, caller);
        if (decision == Decision.OPEN) {
            throw new IllegalStateException("the policy was not compiled");
        }
        return decision;
    }

    private static Claims claims(String subject) {
        var json = "{\"role\":\"authenticated\",\"sub\":\"" + subject + "\",\"exp\":4000000000}";
        return new Claims(json, "authenticated", subject, Instant.MAX);
    }

    private static Row row(String json) {
        var values = new LinkedHashMap<String, JsonNode>();
        Json.MAPPER.readTree(json).forEachEntry(values::put);
        return new Row(values);
    }
}
