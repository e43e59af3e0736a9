package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The bindings of a group that hear a change. */
final class Matched {

    private final List<Binding> bindings;
    private final List<Selection> selections;

    /**
     * One message.
     *
     * @param ids of the bindings that matched
     * @param select the columns that those bindings want besides the key; empty for all
     */
    record Selection(List<Long> ids, List<String> select) {}

    Matched(List<Binding> bindings) {
        this.bindings = bindings;
        this.selections = selections(bindings);
    }

    boolean isEmpty() {
        return bindings.isEmpty();
    }

    /** What of it is told to somebody who sees so much of the change: one for each list of columns. */
    List<Selection> told(Change change, Sight.Shown sight) {
        return (sight.keyOnly() ? byNewRow(change) : this).selections(sight);
    }

    /** One for each list of columns. A filter by a column that may not be read would tell of it: such a binding hears nothing. */
    private List<Selection> selections(Sight.Shown sight) {
        return sight.columns() == null
                ? selections
                : selections(bindings.stream()
                        .filter(binding -> binding.filterColumns().stream().allMatch(sight::shows))
                        .toList());
    }

    /**
     * For somebody who is told no more of the old row than its key: that the row has left a filter would tell of the rest. Where nobody knows
     * the rest, it is not what made a filter match.
     */
    private Matched byNewRow(Change change) {
        return change instanceof Change.Update update && knowsMoreThanTheKey(update)
                ? new Matched(bindings.stream()
                        .filter(binding -> binding.matchesNew(update))
                        .toList())
                : this;
    }

    private static boolean knowsMoreThanTheKey(Change.Update update) {
        return update.table().columns().stream()
                .anyMatch(column -> !column.key() && update.old().get(column.name()) != null);
    }

    /** The bindings that hear every change of the table, so that an error tells them nothing of the row. */
    List<Long> unfiltered() {
        return bindings.stream()
                .filter(binding -> binding.filterColumns().isEmpty())
                .map(Binding::id)
                .toList();
    }

    List<Long> ids() {
        return bindings.stream().map(Binding::id).toList();
    }

    private static List<Selection> selections(List<Binding> bindings) {
        var ids = new LinkedHashMap<List<String>, List<Long>>();
        for (var binding : bindings) {
            ids.computeIfAbsent(binding.select(), select -> new ArrayList<>()).add(binding.id());
        }
        return ids.entrySet().stream()
                .map(entry -> new Selection(entry.getValue(), entry.getKey()))
                .toList();
    }
}
