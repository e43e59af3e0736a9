package dev.belfry.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.domain.diagnosis.Diagnosis;
import dev.belfry.domain.diagnosis.Examination;
import dev.belfry.domain.diagnosis.Finding;
import dev.belfry.domain.diagnosis.Installation;
import dev.belfry.domain.diagnosis.Severity;
import dev.belfry.domain.diagnosis.Topic;
import dev.belfry.domain.settings.Setting;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code belfry check}: says what Belfry would meet in a database, and writes nothing there (docs/check.md). */
public final class CheckCommand {

    private static final Set<String> SOURCES = Set.of("auto", "wal", "listener");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    CheckCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        var command = new CheckCommand(System.getenv(), utf8(FileDescriptor.out), utf8(FileDescriptor.err));
        System.exit(command.run(List.of(arguments), Boolean.getBoolean("belfry.coloured")));
    }

    static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }

    int run(List<String> arguments, boolean coloured) {
        try {
            var line = CommandLine.of(arguments, Set.of("--json"), Set.of());
            return check(database(line), line.has("--json"), coloured);
        } catch (WrongUsage e) {
            err.println("belfry check: " + e.getMessage());
            err.println("belfry help check says more.");
            return WrongUsage.EXIT_CODE;
        }
    }

    private String database(CommandLine line) throws WrongUsage {
        if (line.operands().size() > 1) {
            throw new WrongUsage(
                    "one database is checked at a time, and " + line.operands().size() + " are named.");
        }
        return line.operands().stream()
                .findFirst()
                .or(() -> value(Setting.DATABASE_URL))
                .orElseThrow(() -> new WrongUsage("name a database: belfry check jdbc:postgresql://host:port/database,"
                        + " or set BELFRY_DATABASE_URL."));
    }

    private int check(String text, boolean json, boolean coloured) throws WrongUsage {
        DatabaseAddress address;
        Diagnosis diagnosis;
        try {
            address = DatabaseAddress.of(text);
            diagnosis = diagnosis(address);
        } catch (IllegalArgumentException e) {
            address = new DatabaseAddress("", null, null);
            diagnosis = new Diagnosis(List.of(new Finding(
                    Topic.CONNECTION,
                    Severity.ERROR,
                    Objects.requireNonNullElse(e.getMessage(), "A setting is wrong."),
                    List.of(),
                    List.of())));
        }
        var shown = new DiagnosisText(diagnosis);
        if (json) {
            out.print(shown.json(address.shown()));
        } else if (isUnreached(diagnosis)) {
            diagnosis
                    .findings()
                    .forEach(finding -> err.println("belfry check: " + finding.text()
                            + (finding.cures().isEmpty() ? "" : " " + String.join(" ", finding.cures()))));
        } else {
            out.println(address.shown() + ", as " + user(address));
            out.println();
            out.print(shown.readable(coloured));
        }
        return diagnosis.exitCode();
    }

    private static boolean isUnreached(Diagnosis diagnosis) {
        return diagnosis.findings().size() == 1
                && Set.of(Topic.CONNECTION, Topic.POOLER)
                        .contains(diagnosis.findings().getFirst().topic());
    }

    private Diagnosis diagnosis(DatabaseAddress address) throws WrongUsage {
        var user = user(address);
        var source = value(Setting.CHANGES_SOURCE).orElse("auto");
        if (!SOURCES.contains(source)) {
            throw new IllegalArgumentException(
                    "BELFRY_CHANGES_SOURCE must be auto, wal or listener, not " + source + ".");
        }
        try {
            return Examination.of(Installation.of(setting -> switch (setting) {
                case DATABASE_URL -> Optional.of(address.url());
                case DATABASE_USER -> Optional.of(user);
                case DATABASE_PASSWORD ->
                    Optional.ofNullable(address.password()).or(() -> value(setting));
                default -> value(setting);
            }));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "BELFRY_RESUME_SECONDS and BELFRY_RESUME_WAL_BYTES must be whole numbers: " + e.getMessage(), e);
        }
    }

    private String user(DatabaseAddress address) throws WrongUsage {
        return Optional.ofNullable(address.user())
                .or(() -> value(Setting.DATABASE_USER))
                .orElseThrow(() -> new WrongUsage("say who signs in, in the address or by BELFRY_DATABASE_USER."));
    }

    private Optional<String> value(Setting setting) {
        return Optional.ofNullable(environment.get(setting.variable())).filter(value -> !value.isBlank());
    }
}
