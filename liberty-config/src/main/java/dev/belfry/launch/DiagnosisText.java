package dev.belfry.launch;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.diagnosis.Diagnosis;
import dev.belfry.domain.diagnosis.Finding;
import dev.belfry.domain.diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A diagnosis as people read it, and as programs do. */
final class DiagnosisText {

    private static final int MOST_NAMES = 5;
    private static final int MOST_CURES = 5;
    private static final int WIDTH = 100;
    private static final int INDENT = 22;
    private static final Map<Severity, String> COLOURS =
            Map.of(Severity.OK, "32", Severity.HINT, "36", Severity.WARNING, "33", Severity.ERROR, "31");

    private final Diagnosis diagnosis;

    DiagnosisText(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** The worst comes last, where the eye is. */
    String readable(boolean coloured) {
        var text = new StringBuilder();
        for (var severity : Severity.values()) {
            var findings = diagnosis.of(severity);
            if (!findings.isEmpty()) {
                text.append(coloured(severity, coloured)).append('\n');
                findings.forEach(finding -> append(text, finding));
                text.append('\n');
            }
        }
        return text.append(conclusion()).append('\n').toString();
    }

    private static String coloured(Severity severity, boolean coloured) {
        return coloured ? "\u001b[" + COLOURS.get(severity) + "m" + severity.text() + "\u001b[0m" : severity.text();
    }

    private static void append(StringBuilder text, Finding finding) {
        var lines = wrapped(finding.told(MOST_NAMES));
        var topic = finding.topic().text();
        for (var line : lines) {
            text.append("  ")
                    .append(topic)
                    .append(" ".repeat(INDENT - 2 - topic.length()))
                    .append(line)
                    .append('\n');
            topic = "";
        }
        var cures = finding.cures();
        cures.stream().limit(MOST_CURES).forEach(cure -> appendCure(text, cure));
        if (cures.size() > MOST_CURES) {
            appendCure(text, "… and " + (cures.size() - MOST_CURES) + " more; --json has all");
        }
    }

    private static void appendCure(StringBuilder text, String cure) {
        text.append(" ".repeat(INDENT)).append("→ ").append(cure).append('\n');
    }

    private static List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private String conclusion() {
        var warnings = diagnosis.of(Severity.WARNING).size();
        return switch (diagnosis.worst()) {
            case OK, HINT -> "Belfry would run fully.";
            case WARNING -> "Belfry would run, with " + counted(warnings, "warning") + ".";
            case ERROR ->
                "Belfry would not run: " + counted(diagnosis.of(Severity.ERROR).size(), "error") + ".";
        };
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** @param database which it is about */
    String json(String database) {
        var json = Json.MAPPER
                .createObjectNode()
                .put("database", database)
                .put("worst", diagnosis.worst().text())
                .put("exitCode", diagnosis.exitCode());
        var findings = json.putArray("findings");
        for (var finding : diagnosis.findings()) {
            var one = findings.addObject()
                    .put("topic", finding.topic().text())
                    .put("severity", finding.severity().text())
                    .put("text", finding.text());
            var names = one.putArray("names");
            finding.names().forEach(names::add);
            var cures = one.putArray("cures");
            finding.cures().forEach(cures::add);
        }
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }
}
