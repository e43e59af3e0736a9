package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.Answer;
import dev.belfry.domain.policy.PolicyReasons.Said;
import dev.belfry.realtime.changes.Explanation.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What an explanation says, for people.
 *
 * @param hearsEverybody false if only this application's own writes are heard
 * @param keptSince since when changes are known here
 */
record Sentences(BooleanSupplier hearsEverybody, Supplier<Instant> keptSince) {

    String notAnnounced(RowQuestion question) {
        var table = table(question);
        return hearsEverybody.getAsBoolean()
                ? "Changes of " + table
                        + " are not announced: there is no such table, or it is not in the publication. "
                        + "ALTER PUBLICATION … ADD TABLE " + table + " puts it there."
                : "Changes of " + table
                        + " are not announced: this server hears only of the tables of its own entities, "
                        + "and there is none of that name.";
    }

    String notReadable(RowQuestion question, Table table) {
        return "The " + who(question.about()) + " may not read the key of " + table
                + ", and hears of its changes nothing but “Error 401: Unauthorized”. GRANT SELECT ON " + table + " TO "
                + question.about().role() + " lets it.";
    }

    String seen(RowQuestion question, Change change) {
        return "The " + ChangeJson.type(change) + " of " + ChangeJson.timestamp(change.committedAt())
                + " may be seen by the " + who(question.about()) + ".";
    }

    /** Not which of them it is: that would tell of rows which the caller may not see. */
    String nothingToSee(RowQuestion question) {
        var what =
                question.kind() == Binding.Kind.ANY ? "change" : question.kind().name();
        return "There is no " + what + " of " + (question.key() == null ? "" : "that row of ") + table(question)
                + " since "
                + since() + " that the " + who(question.caller())
                + " may see: either there was none, or no policy of the table lets this role see it." + others();
    }

    String noChangeKnown(RowQuestion question) {
        var what =
                question.kind() == Binding.Kind.ANY ? "change" : question.kind().name();
        return "There is such a row, and the " + who(question.about()) + " may see it, but this server knows of no "
                + what + " of it since " + since() + ": it was written before that." + others();
    }

    private String others() {
        return hearsEverybody.getAsBoolean()
                ? ""
                : " Or somebody else wrote it: the source of changes is the entity listener, which hears this application "
                        + "only, and no SQL.";
    }

    String refused(RowQuestion question, List<Said> policies) {
        var table = table(question);
        var who = who(question.about());
        if (policies.isEmpty()) {
            return "The " + who + " sees no row of " + table + ": no policy for SELECT holds for this role.";
        }
        var failed = names(policies.stream()
                .filter(said -> said.answer() instanceof Answer.Failed)
                .toList());
        if (!failed.isEmpty()) {
            return "Nobody can say whether the " + who + " sees the row: " + failed
                    + " raises an error, or takes too long. It is kept back.";
        }
        var against = names(policies.stream()
                .filter(said -> !said.permissive() && said.answer() instanceof Answer.Hidden)
                .toList());
        return against.isEmpty()
                ? "The policies of " + table + " do not let the " + who + " see the row: "
                        + names(policies.stream().filter(Said::permissive).toList()) + " does not hold."
                : "A restrictive policy of " + table + " keeps the row from the " + who + ": " + against
                        + " does not hold.";
    }

    private static String names(List<Said> policies) {
        return policies.stream()
                .map(said -> "“" + said.name() + "” using " + said.condition())
                .collect(Collectors.joining(", "));
    }

    String unusable(String problem) {
        return "The server could not take this channel's changes, so none of them is heard: " + problem;
    }

    String otherSchema(Binding binding, RowQuestion question) {
        return "It asks for the schema " + binding.schema() + ", and the row is in " + question.schema() + ".";
    }

    String otherTable(Binding binding, RowQuestion question) {
        return "It asks for the table " + binding.table() + ", and the row is in " + question.table() + ".";
    }

    String otherEvent(Binding binding, Binding.Kind kind) {
        return "It asks for " + binding.kind() + ", not for " + kind + ".";
    }

    String delivered(RowQuestion question, Change change) {
        return "The " + ChangeJson.type(change) + " of " + ChangeJson.timestamp(change.committedAt())
                + " is delivered to a channel that was joined by then: it is asked for, and the "
                + who(question.about())
                + " may see it.";
    }

    String wouldBeHeard(Finding finding) {
        return finding.said() + " A change of the row as it is now would be heard here.";
    }

    String filter(Binding binding, Change change, List<Held> held, Sight.Shown sight) {
        var failing = held.stream().filter(condition -> !condition.holds()).toList();
        var why = new ArrayList<String>();
        failing.forEach(condition -> why.add(filter(condition, change, sight)));
        if (failing.isEmpty()) {
            why.add("it does not fit the table as it was then");
        }
        return "The filter does not let the row through: " + String.join("; ", why) + "."
                + left(binding, change, sight);
    }

    private static String filter(Held held, Change change, Sight.Shown sight) {
        if (held.value() != null) {
            return held.column() + " is " + held.value() + ", and asked for is " + held.condition();
        }
        if (!sight.shows(held.column())) {
            return "the role may not read " + held.column();
        }
        return change instanceof Change.Delete
                ? "of a deleted row PostgreSQL does not tell " + held.column() + " (asked for is " + held.condition()
                        + "); ALTER TABLE " + change.table() + " REPLICA IDENTITY FULL has it told"
                : held.column() + " is not known";
    }

    /** The same whether the row before was in the filter or not, if it cannot be seen. */
    private static String left(Binding binding, Change change, Sight.Shown sight) {
        if (!binding.leave() || !(change instanceof Change.Update)) {
            return "";
        }
        return sight.keyOnly()
                ? " Whether it has left the filter is not told to those who could not see the row before."
                : " Nor was the row before in the filter.";
    }

    private static String who(Claims claims) {
        return "role " + claims.role() + (claims.subject() == null ? "" : ", user " + claims.subject() + ",");
    }

    private static String table(RowQuestion question) {
        return question.schema() + "." + question.table();
    }

    private String since() {
        var since = keptSince.get();
        return since.equals(Instant.MAX) ? "the start of this server" : ChangeJson.timestamp(since);
    }
}
