package dev.belfry.domain.diagnosis;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing about a database that matters to Belfry.
 *
 * @param text a sentence for the operator; where there are names it speaks of them all
 * @param names of tables, policies and the like that it holds for
 * @param cures what to do about it: statements of SQL, settings, or in words; none if nothing need be done
 */
public record Finding(Topic topic, Severity severity, String text, List<String> names, List<String> cures) {

    public Finding {
        names = List.copyOf(names);
        cures = List.copyOf(cures);
    }

    /** The sentence, with as many of the names. */
    public String told(int most) {
        if (names.isEmpty()) {
            return text;
        }
        var shown = names.stream().limit(most).collect(Collectors.joining(", "));
        var rest = names.size() - most;
        return text + ": " + shown + (rest > 0 ? " and " + rest + " more" : "");
    }
}
