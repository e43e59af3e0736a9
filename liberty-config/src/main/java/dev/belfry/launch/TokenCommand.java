package dev.belfry.launch;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.settings.Setting;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code belfry token}: prints a key or a user's token, signed with the server's secret. */
public final class TokenCommand {

    static final Set<String> OPTIONS = Set.of("--role", "--sub", "--email", "--claim", "--expires");
    private static final Set<String> OWN = Set.of("iss", "iat", "exp", "role", "sub", "email");
    private static final Pattern PERIOD = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Pattern CLAIM = Pattern.compile("([^=]+)=(.*)", Pattern.DOTALL);
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
    private static final int MIN_SECRET = 32;
    private static final int NO_SECRET = 2;

    private final Map<String, String> environment;
    private final Path home;
    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;

    TokenCommand(Map<String, String> environment, Path home, Clock clock, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** @param arguments the directory {@code .belfry}, and what the command was called with */
    public static void main(String[] arguments) throws IOException {
        var command = new TokenCommand(
                System.getenv(),
                Path.of(arguments[0]),
                Clock.systemUTC(),
                CheckCommand.utf8(FileDescriptor.out),
                CheckCommand.utf8(FileDescriptor.err));
        System.exit(command.run(List.of(arguments).subList(1, arguments.length)));
    }

    int run(List<String> arguments) throws IOException {
        try {
            var claims = claims(CommandLine.of(arguments, Set.of(), OPTIONS));
            var secret = secret();
            if (secret == null) {
                return NO_SECRET;
            }
            out.println(new TokenSigner(secret).sign(claims));
            return 0;
        } catch (WrongUsage e) {
            err.println("belfry token: " + e.getMessage());
            err.println("belfry help token says more.");
            return WrongUsage.EXIT_CODE;
        }
    }

    private Map<String, Object> claims(CommandLine line) throws WrongUsage {
        if (!line.operands().isEmpty()) {
            throw new WrongUsage(
                    "there is nothing to make of " + line.operands().getFirst() + ": did you mean --role "
                            + line.operands().getFirst() + "?");
        }
        var claims = new LinkedHashMap<String, Object>();
        var role = line.one("--role")
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> new WrongUsage("--role is needed: anon, authenticated, service_role, or another that"
                        + " the server may act as."));
        claims.put("iss", TokenSigner.ISSUER);
        claims.put("role", role);
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("exp", end(line.one("--expires").orElse("1h")).getEpochSecond());
        if (role.equals("authenticated")) {
            claims.put("aud", "authenticated");
        }
        line.one("--sub").ifPresent(subject -> claims.put("sub", told(subject)));
        line.one("--email").ifPresent(email -> claims.put("email", email));
        for (var claim : line.all("--claim")) {
            add(claim, claims);
        }
        return claims;
    }

    /** Anything may be one, but not everything can be what {@code auth.uid()} gives. */
    private String told(String subject) {
        try {
            if (UUID.fromString(subject).toString().equalsIgnoreCase(subject)) {
                return subject;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        err.println("belfry token: " + subject + " is no UUID, so policies that ask auth.uid() raise an error.");
        return subject;
    }

    private static void add(String text, Map<String, Object> claims) throws WrongUsage {
        var claim = CLAIM.matcher(text);
        if (!claim.matches()) {
            throw new WrongUsage("--claim must look like name=json, not " + text + ".");
        }
        var name = claim.group(1);
        if (OWN.contains(name)) {
            throw new WrongUsage("--claim cannot set " + name
                    + (Set.of("iss", "iat").contains(name)
                            ? "."
                            : ": there is --" + (name.equals("exp") ? "expires" : name) + "."));
        }
        if (claims.putIfAbsent(name, json(name, claim.group(2))) != null && !name.equals("aud")) {
            throw new WrongUsage("--claim " + name + " is given more than once.");
        }
        claims.put(name, json(name, claim.group(2)));
    }

    private static JsonNode json(String name, String value) throws WrongUsage {
        try {
            return Json.MAPPER.readTree(value);
        } catch (JacksonException e) {
            throw new WrongUsage("the value of --claim " + name + " must be JSON; a text stands in quotes: --claim '"
                    + name + "=\"" + value + "\"'.");
        }
    }

    private Instant end(String text) throws WrongUsage {
        if (text.equals("never")) {
            return NEVER;
        }
        var period = PERIOD.matcher(text);
        if (!period.matches()) {
            throw new WrongUsage("--expires must be a time such as 30m, 1h, 30d, or never, not " + text + ".");
        }
        var number = Long.parseLong(period.group(1));
        return clock.instant()
                .plus(
                        switch (period.group(2)) {
                            case "s" -> Duration.ofSeconds(number);
                            case "m" -> Duration.ofMinutes(number);
                            case "h" -> Duration.ofHours(number);
                            default -> Duration.ofDays(number);
                        });
    }

    /** Null, and said, if there is none. */
    private @Nullable String secret() throws IOException {
        var named = Optional.ofNullable(environment.get(Setting.JWT_SECRET.variable()))
                .filter(text -> !text.isBlank());
        var secret = named.isPresent() ? named : LocalSecrets.in(home).find("jwt.secret");
        if (secret.isEmpty()) {
            err.println("belfry token: there is no secret: set BELFRY_JWT_SECRET to the server's, or run belfry once,"
                    + " which makes one.");
            return null;
        }
        if (secret.get().length() < MIN_SECRET) {
            err.println("belfry token: BELFRY_JWT_SECRET must have at least " + MIN_SECRET + " characters.");
            return null;
        }
        return secret.get();
    }
}
