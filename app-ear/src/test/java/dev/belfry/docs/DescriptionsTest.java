package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** openapi.json and asyncapi.json, which the server gives to whoever asks. */
class DescriptionsTest {

    private static final Pattern APPLICATION = Pattern.compile("@ApplicationPath\\(\"(/[^\"]+/v1[^\"]*)\"\\)");
    private static final Pattern RESOURCE = Pattern.compile("@Path\\(\"([^\"]*)\"\\)[^{;]*public class");
    private static final Pattern METHOD =
            Pattern.compile("@(GET|HEAD|POST|PUT|PATCH|DELETE)\\s+(?:@Path\\(\"([^\"]*)\"\\))?");
    private static final Pattern SERVLET = Pattern.compile("@WebServlet\\((?:urlPatterns = )?\"([^\"]*)\"");
    private static final Pattern EVENT = Pattern.compile("ignored -> \"([a-z_]+)\"");

    private final Map<String, String> sources = Sources.withEnding(".java");

    @Test
    void eachResourceIsDescribedAndNoneTooMuch() {
        var described = new TreeSet<String>();
        for (var path : description("openapi.json").path("paths").properties()) {
            for (var method : path.getValue().propertyNames()) {
                described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        described.removeIf(
                one -> one.startsWith("PARAMETERS ") || one.contains(" /health") || one.contains(" /metrics"));

        assertThat(described)
                .hasSizeGreaterThan(10)
                .containsExactlyInAnyOrderElementsOf(Stream.of(resources(), servlets(), rows())
                        .flatMap(Function.identity())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void eachEventThatAClientHearsIsDescribedAndNoneTooMuch() {
        var asyncapi = description("asyncapi.json");
        var described = new TreeSet<String>();
        for (var message : asyncapi.path("operations").path("hear").path("messages")) {
            described.add(asyncapi.at(message.path("$ref").asString().substring(1))
                    .path("name")
                    .asString());
        }
        var codec = sources.get("realtime-web/src/main/java/dev/belfry/realtime/protocol/Codec.java");

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(EVENT.matcher(String.valueOf(codec))
                        .results()
                        .map(event -> event.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatADescriptionRefersToIsThere() {
        for (var file : new String[] {"openapi.json", "asyncapi.json"}) {
            var description = description(file);

            assertThat(description.findValuesAsString("$ref"))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(
                                    description.at(reference.substring(1)).isMissingNode())
                            .as(reference)
                            .isFalse());
        }
    }

    /** A package has one application, which says where its resources are. */
    private Stream<String> resources() {
        return sources.entrySet().stream().flatMap(source -> {
            var resource = RESOURCE.matcher(source.getValue());
            if (!resource.find()) {
                return Stream.of();
            }
            var path = application(source.getKey()) + resource.group(1);
            return METHOD.matcher(source.getValue())
                    .results()
                    .map(method -> method.group(1) + " "
                            + (path + (method.group(2) == null ? "" : method.group(2))).replace("//", "/"));
        });
    }

    private String application(String file) {
        var folder = file.substring(0, file.lastIndexOf('/'));
        return sources.entrySet().stream()
                .filter(source -> source.getKey().startsWith(folder))
                .flatMap(source -> APPLICATION.matcher(source.getValue()).results())
                .map(path -> path.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** One servlet takes whatever is asked of rows. */
    private static final Map<String, List<String>> OF_ROWS = Map.of(
            "/rest/v1/{table}", List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
            "/rest/v1/rpc/{function}", List.of("GET", "HEAD", "POST"));

    private Stream<String> servlets() {
        return sources.entrySet().stream()
                .filter(source -> !source.getKey().endsWith("/RowsServlet.java"))
                .flatMap(source -> SERVLET.matcher(source.getValue())
                        .results()
                        .map(servlet -> source.getKey().startsWith("voice/")
                                ? "POST /functions/v1" + servlet.group(1)
                                : "GET " + servlet.group(1)));
    }

    private static Stream<String> rows() {
        return OF_ROWS.entrySet().stream()
                .flatMap(path -> path.getValue().stream().map(method -> method + " " + path.getKey()));
    }

    private static JsonNode description(String file) {
        return Json.MAPPER.readTree(
                Sources.withEnding("webapp/" + file).values().iterator().next());
    }
}
