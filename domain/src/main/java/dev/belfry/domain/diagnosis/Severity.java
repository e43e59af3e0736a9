package dev.belfry.domain.diagnosis;

import java.util.Locale;

/** How much a finding matters, the least first. */
public enum Severity {
    /** As it should be. */
    OK,
    /** Works, and could be better or may surprise. */
    HINT,
    /** Belfry runs, and something does not work, or somebody may do what was not meant. */
    WARNING,
    /** Belfry does not become ready. */
    ERROR;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
