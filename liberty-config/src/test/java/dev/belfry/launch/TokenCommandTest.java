package dev.belfry.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict.Verified;
import dev.belfry.domain.change.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TokenCommandTest {

    private static final String SECRET = "a secret of at least 32 characters";
    private static final String ADA = "0f4c6c1e-0d5f-4c52-9f0b-6d3f8a0a5c10";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path home = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) throws IOException {
        return new TokenCommand(
                        environment, home, CLOCK, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(List.of(arguments));
    }

    private int run(String... arguments) throws IOException {
        return run(Map.of("BELFRY_JWT_SECRET", SECRET), arguments);
    }

    private JsonNode claims() {
        var token = out.toString(UTF_8).strip();
        return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    @Test
    void theServerBelievesIt() throws IOException {
        assertThat(run(
                        "--role",
                        "authenticated",
                        "--sub",
                        ADA,
                        "--email",
                        "ada@example.com",
                        "--claim",
                        "groups=[\"admin\"]"))
                .isZero();

        assertThat(new TokenVerifier(SECRET, CLOCK).verify(out.toString(UTF_8).strip()))
                .isInstanceOfSatisfying(Verified.class, verified -> {
                    assertThat(verified.claims().role()).isEqualTo("authenticated");
                    assertThat(verified.claims().subject()).isEqualTo(ADA);
                    assertThat(verified.claims().expiresAt()).isEqualTo("2026-11-24T11:00:00Z");
                });
        assertThat(claims().path("groups").path(0).stringValue()).isEqualTo("admin");
        assertThat(claims().path("email").stringValue()).isEqualTo("ada@example.com");
        assertThat(claims().path("aud").stringValue()).isEqualTo("authenticated");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-24T10:01:30Z",
        "30m, 2026-11-24T10:30:00Z",
        "30d, 2026-12-24T10:00:00Z",
        "never, 9999-12-31T23:59:59Z"
    })
    void itEndsWhenItIsToldTo(String expires, Instant end) throws IOException {
        assertThat(run("--role", "service_role", "--expires", expires)).isZero();

        assertThat(claims().path("exp").longValue()).isEqualTo(end.getEpochSecond());
        assertThat(new TokenVerifier(SECRET, CLOCK).verify(out.toString(UTF_8).strip()))
                .isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                               | --role is needed",
                "anon                             | did you mean --role anon?",
                "--role= | --role is needed",
                "--role=anon --expires=soon       | --expires must be a time such as 30m, 1h, 30d, or never, not soon.",
                "--role=anon --claim=plan         | --claim must look like name=json, not plan.",
                "--role=anon --claim=plan=gold    | the value of --claim plan must be JSON",
                "--role=anon --claim=sub=1        | --claim cannot set sub: there is --sub.",
                "--role=anon --claim=exp=1        | --claim cannot set exp: there is --expires.",
                "--role=anon --claim=a=1 --claim=a=2 | --claim a is given more than once.",
                "--rolle=anon                     | did you mean --role?"
            })
    void wrongUsageIsToldAndMakesNoToken(String arguments, String said) throws IOException {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(64);

        assertThat(err.toString(UTF_8)).startsWith("belfry token: ").contains(said);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void aSubjectThatIsNoUuidIsToldAndTaken() throws IOException {
        assertThat(run("--role", "authenticated", "--sub", "auth0|507f")).isZero();

        assertThat(err.toString(UTF_8)).contains("auth0|507f is no UUID");
    }

    @Test
    void withoutASecretThereIsNoToken() throws IOException {
        assertThat(run(Map.of(), "--role", "anon")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("there is no secret: set BELFRY_JWT_SECRET");
        assertThat(home).isEmptyDirectory();

        assertThat(run(Map.of("BELFRY_JWT_SECRET", "short"), "--role", "anon")).isEqualTo(2);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void theSecretOfTheRunCommandIsTaken() throws IOException {
        var secret = LocalSecrets.in(home).get("jwt.secret");

        assertThat(run(Map.of(), "--role", "anon")).isZero();

        assertThat(new TokenVerifier(secret, CLOCK).verify(out.toString(UTF_8).strip()))
                .isInstanceOf(Verified.class);
    }
}
