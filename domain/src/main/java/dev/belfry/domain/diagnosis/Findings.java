package dev.belfry.domain.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** What was found so far. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    void ok(Topic topic, String text) {
        say(topic, Severity.OK, text);
    }

    void hint(Topic topic, String text, String... cures) {
        say(topic, Severity.HINT, text, cures);
    }

    void warning(Topic topic, String text, String... cures) {
        say(topic, Severity.WARNING, text, cures);
    }

    void error(Topic topic, String text, String... cures) {
        say(topic, Severity.ERROR, text, cures);
    }

    /** One finding for all that have a cure of their own; none if there are none. */
    void add(Topic topic, Severity severity, String text, List<Cured> some) {
        if (!some.isEmpty()) {
            add(
                    topic,
                    severity,
                    text,
                    some.stream().map(Cured::name).distinct().toList(),
                    some.stream().map(Cured::cure).distinct().toList());
        }
    }

    /** @param name of a table or the like, as SQL has it */
    record Cured(String name, String cure) {}

    /** One finding for all that one cure is enough for; none if there are none. */
    void add(Topic topic, Severity severity, String text, List<String> names, List<String> cures) {
        if (!names.isEmpty()) {
            all.add(new Finding(topic, severity, text, names, cures));
        }
    }

    private void say(Topic topic, Severity severity, String text, String... cures) {
        all.add(new Finding(topic, severity, text, List.of(), List.of(cures)));
    }

    boolean anyError() {
        return all.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    boolean mentions(Topic topic) {
        return all.stream().anyMatch(finding -> finding.topic() == topic);
    }

    Diagnosis diagnosis() {
        return new Diagnosis(all);
    }
}
