package dev.belfry.domain.diagnosis;

import java.util.List;

/** What Belfry would meet in a database. */
public record Diagnosis(List<Finding> findings) {

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    public Severity worst() {
        return findings.stream().map(Finding::severity).max(Severity::compareTo).orElse(Severity.OK);
    }

    public List<Finding> of(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** 0 if Belfry would run fully, 1 if it would run with warnings, 2 if it would not. */
    public int exitCode() {
        return switch (worst()) {
            case OK, HINT -> 0;
            case WARNING -> 1;
            case ERROR -> 2;
        };
    }
}
