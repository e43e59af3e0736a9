package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Row;
import dev.belfry.realtime.changes.Explanation.ForBinding;
import dev.belfry.realtime.changes.Explanation.Held;
import dev.belfry.realtime.changes.Explanation.Reason;
import dev.belfry.realtime.changes.FilterText.Condition;
import dev.belfry.realtime.changes.Subscriptions.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Why each binding hears a change or does not. That it does is decided as for those who hear it. */
record BindingReasons(RowQuestion question, Bindings asked, Finding finding, Sentences sentences) {

    List<ForBinding> all() {
        var problem = asked.problem();
        if (problem != null) {
            var reasons = new ArrayList<ForBinding>();
            for (var entry : asked.echo()) {
                reasons.add(
                        because(entry.path("id").longValue(), Reason.UNUSABLE_BINDINGS, sentences.unusable(problem)));
            }
            return reasons;
        }
        var hearing = hearing();
        return asked.bindings().stream().map(binding -> of(binding, hearing)).toList();
    }

    /** The new row, or the old one of a delete. */
    static Row row(Change change) {
        return switch (change) {
            case Change.Insert insert -> insert.row();
            case Change.Update update -> update.row();
            case Change.Delete delete -> delete.old();
        };
    }

    /** The bindings that hear the change; of one that might happen, whichever it is, those whose filter fits the row. */
    private Set<Long> hearing() {
        var change = finding.change();
        var sight = finding.sight();
        if (change == null || sight == null) {
            return Set.of();
        }
        if (!finding.isOfTheJournal()) {
            return asked.bindings().stream()
                    .filter(binding -> binding.filterFor(change.table())
                            .map(filter -> filter.matches(row(change)))
                            .orElse(false))
                    .map(Binding::id)
                    .collect(Collectors.toUnmodifiableSet());
        }
        var group = new Group(asked.bindings());
        var index = new TableIndex(change.table());
        index.add(group);
        return new Matched(index.matching(change, group))
                .told(change, sight).stream()
                        .flatMap(selection -> selection.ids().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private ForBinding of(Binding binding, Set<Long> hearing) {
        if (!Binding.covers(binding.schema(), question.schema())) {
            return because(binding.id(), Reason.OTHER_SCHEMA, sentences.otherSchema(binding, question));
        }
        if (!Binding.covers(binding.table(), question.table())) {
            return because(binding.id(), Reason.OTHER_TABLE, sentences.otherTable(binding, question));
        }
        var change = finding.change();
        var kind = change == null || !finding.isOfTheJournal() ? question.kind() : Binding.Kind.of(change);
        if (kind != Binding.Kind.ANY && !binding.hears(kind)) {
            return because(binding.id(), Reason.OTHER_EVENT, sentences.otherEvent(binding, kind));
        }
        var sight = finding.sight();
        if (change == null || sight == null) {
            return because(binding.id(), finding.reason(), finding.said());
        }
        var held = held(binding, change, sight);
        if (!hearing.contains(binding.id())) {
            return new ForBinding(binding.id(), Reason.FILTER, sentences.filter(binding, change, held, sight), held);
        }
        return finding.isOfTheJournal()
                ? new ForBinding(binding.id(), Reason.DELIVERED, sentences.delivered(question, change), held)
                : new ForBinding(binding.id(), Reason.NO_CHANGE_KNOWN, sentences.wouldBeHeard(finding), held);
    }

    /** Each condition of the filter, as far as who waits may know of it. */
    private static List<Held> held(Binding binding, Change change, Sight.Shown sight) {
        var row = row(change);
        var held = new ArrayList<Held>();
        for (var condition : binding.filter().conditions()) {
            var value = sight.shows(condition.column()) ? row.get(condition.column()) : null;
            held.add(new Held(
                    condition.toString(), condition.column(), value, value != null && holds(condition, change)));
        }
        return held;
    }

    private static boolean holds(Condition condition, Change change) {
        try {
            return new TypedFilter(change.table()).of(condition).matches(row(change));
        } catch (TypedFilter.Objection e) {
            return false; // the table had other columns then
        }
    }

    private static ForBinding because(long id, Reason reason, String said) {
        return new ForBinding(id, reason, said, List.of());
    }
}
