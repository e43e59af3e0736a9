package dev.belfry.realtime.start;

import dev.belfry.domain.diagnosis.Diagnosis;
import dev.belfry.domain.diagnosis.Examination;
import dev.belfry.domain.diagnosis.Finding;
import dev.belfry.domain.diagnosis.Installation;
import dev.belfry.domain.diagnosis.Severity;
import dev.belfry.domain.settings.SettingsReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.Config;

/** Says in the log what is wrong with the database, once, as {@code belfry check} would; but for what is told by others anyway. */
@ApplicationScoped
public class DatabaseCheck {

    private static final Logger LOG = System.getLogger(DatabaseCheck.class.getName());
    private static final int MOST_NAMES = 10;

    @Inject
    Config config;

    /** Blocks for as long as the catalog is large; the server serves meanwhile. */
    void tell() {
        try {
            tell(Examination.of(Installation.of(new SettingsReader(config)::text)));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "DatabaseNotChecked: `belfry check` may say more", e);
        }
    }

    private static void tell(Diagnosis diagnosis) {
        diagnosis.findings().stream()
                .filter(finding -> finding.severity().compareTo(Severity.WARNING) >= 0
                        && !finding.topic().isToldBySource())
                .forEach(finding -> LOG.log(
                        Level.WARNING,
                        "DatabaseCheck: {0}: {1}{2}",
                        finding.topic().text(),
                        finding.told(MOST_NAMES),
                        cure(finding)));
    }

    private static String cure(Finding finding) {
        if (finding.cures().isEmpty()) {
            return "";
        }
        var others = finding.cures().size() - 1;
        return " → " + finding.cures().getFirst() + (others > 0 ? " … (" + others + " more: `belfry check`)" : "");
    }
}
