package dev.belfry.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository as text: what its modules are made of, and the tables of its pages. */
final class Sources {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern IN_BACKTICKS = Pattern.compile("`([^`]+)`");

    private Sources() {}

    /** The text of each file of that kind that goes into the product, by its path. */
    static Map<String, String> withEnding(String ending) {
        var texts = new TreeMap<String, String>();
        for (var module : List.of("domain", "realtime-web", "voice", "liberty-config")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
                files.filter(file -> file.toString().endsWith(ending))
                        .filter(file -> !file.toString().contains("node_modules"))
                        .forEach(file -> texts.put(ROOT.relativize(file).toString(), read(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    /** What stands in backticks in the first column of the tables between that heading and the next of its rank. */
    static List<String> firstColumn(String page, String heading) {
        var lines = page(page).lines().toList();
        var from = lines.indexOf(heading);
        if (from < 0) {
            throw new IllegalArgumentException("docs/" + page + " has no heading " + heading);
        }
        var rank = heading.substring(0, heading.indexOf(' ') + 1);
        return lines.stream()
                .skip(from + 1L)
                .takeWhile(line -> !line.startsWith(rank))
                .filter(line -> line.startsWith("| `"))
                .flatMap(row -> quoted(row.substring(0, row.indexOf('|', 1))))
                .toList();
    }

    static String page(String page) {
        return read(ROOT.resolve("docs").resolve(page));
    }

    static void write(String page, String text) {
        try {
            Files.writeString(ROOT.resolve("docs").resolve(page), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> quoted(String text) {
        return IN_BACKTICKS.matcher(text).results().map(result -> result.group(1));
    }

    /** What the pattern finds, file after file. */
    static Stream<MatchResult> find(Pattern pattern, String ending) {
        return withEnding(ending).values().stream()
                .flatMap(text -> pattern.matcher(text).results());
    }

    /** What is written for those who read: README.md and docs/*.md. */
    static List<Path> pages() {
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
