package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.PolicyReasons.Said;
import dev.belfry.realtime.changes.Explanation.Reason;
import dev.belfry.realtime.changes.Journal.Happened;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Says why a row did not arrive, by what decides about those that do: the journal, the bindings, the policies, as they are now. What a
 * caller may not see is to it as if it were not there.
 */
public final class Explainer {

    private static final int CHUNK = 1_000;
    /** So far back it looks, in entries of the journal. */
    private static final int MOST_ENTRIES = 100_000;
    /** So many changes it asks about whether the caller may see them, and of so many it bears that nobody can say. */
    private static final int MOST_JUDGED = 100;

    private static final int MOST_FAILED = 3;

    private final Journal journal;
    private final AnnouncedTables tables;
    private final Bindings.Parser parser;
    private final Visibility visibility;
    private final Rows rows;
    private final Reasons reasons;
    private final Clock clock;
    private final Sentences sentences;

    /** The row of a key as it is now and as a caller may see it; may block. */
    @FunctionalInterface
    public interface Rows {
        Optional<Row> find(Table table, Row key, Claims caller);
    }

    /** What each policy says of a change's row and somebody; may block. */
    @FunctionalInterface
    public interface Reasons {
        List<Said> about(Change change, Row row, Claims somebody);
    }

    /** @param hearsEverybody false if only this application's own writes are heard */
    public Explainer(
            Journal journal,
            AnnouncedTables tables,
            Bindings.Parser parser,
            Visibility visibility,
            Rows rows,
            Reasons reasons,
            BooleanSupplier hearsEverybody,
            Clock clock) {
        this.journal = journal;
        this.tables = tables;
        this.parser = parser;
        this.visibility = visibility;
        this.rows = rows;
        this.reasons = reasons;
        this.clock = clock;
        this.sentences = new Sentences(hearsEverybody, journal::coveredSince);
    }

    /**
     * Blocks for some round trips, or for seconds if policies are slow.
     *
     * @throws dev.belfry.domain.access.DatabaseAway if that cannot be said now
     */
    public Explanation explain(RowQuestion question) throws UnusableQuestion {
        var finding = find(question);
        var asked = parser.parse(question.bindings(), question.about());
        return new Explanation(
                question.about(),
                finding.happened(),
                finding.reason(),
                finding.said(),
                finding.policies(),
                new BindingReasons(question, asked, finding, sentences).all(),
                journal.coveredSince());
    }

    private Finding find(RowQuestion question) throws UnusableQuestion {
        var announced = announced(question);
        if (announced.isEmpty()) {
            return Finding.none(Reason.TABLE_NOT_ANNOUNCED, sentences.notAnnounced(question));
        }
        var table = announced.get();
        var key = question.keyFilter(table);
        if (visibility
                .of(
                        mightInsert(table, new Row(Map.of())),
                        Set.of(question.about().role()))
                .refuses(question.about().role())) {
            return Finding.none(Reason.NOT_READABLE, sentences.notReadable(question, table));
        }
        var newest = newest(question, key);
        return newest.isPresent() ? happened(question, newest.get()) : unchanged(question, table);
    }

    /** A table that is not known may have been announced a moment ago. */
    private Optional<Table> announced(RowQuestion question) {
        return named(question, tables.now()).or(() -> named(question, tables.reread()));
    }

    private static Optional<Table> named(RowQuestion question, List<Table> among) {
        return among.stream().filter(table -> isNamed(question, table)).findFirst();
    }

    private static boolean isNamed(RowQuestion question, Table table) {
        return table.schema().equals(question.schema()) && table.name().equals(question.table());
    }

    /** The newest change that is asked for and that the caller may see. */
    private Optional<Change> newest(RowQuestion question, Filter key) {
        var judged = 0;
        var failed = 0;
        var end = journal.end();
        var first = Math.max(journal.first(), end - MOST_ENTRIES);
        for (var before = end; before > first; before -= CHUNK) {
            var from = Math.max(first, before - CHUNK);
            var read = journal.read(from, (int) (before - from));
            for (var entry : read == null ? List.<Journal.Entry>of() : read.reversed()) {
                if (!(entry instanceof Happened happened) || !isAskedFor(happened.change(), question, key)) {
                    continue;
                }
                var sight = sight(happened.change(), question.caller());
                if (sight instanceof Sight.Shown) {
                    return Optional.of(happened.change());
                }
                failed += sight instanceof Sight.Failed ? 1 : 0;
                judged++;
                if (judged == MOST_JUDGED || failed == MOST_FAILED) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAskedFor(Change change, RowQuestion question, Filter key) {
        return isNamed(question, change.table())
                && (question.kind() == Binding.Kind.ANY || question.kind() == Binding.Kind.of(change))
                && key.matches(BindingReasons.row(change));
    }

    private Sight sight(Change change, Claims somebody) {
        var judge = visibility.of(change, Set.of(somebody.role()));
        var sight = judge.refuses(somebody.role()) ? Sight.NOTHING : judge.of(somebody);
        return sight instanceof Sight.Open ? judge.ask(List.of(somebody)).getFirst() : sight;
    }

    private Finding happened(RowQuestion question, Change change) {
        return judged(question, change, Reason.DELIVERED, sentences.seen(question, change));
    }

    private Finding unchanged(RowQuestion question, Table table) {
        var key = question.key();
        var row = key == null ? Optional.<Row>empty() : rows.find(table, keyRow(table, key), question.caller());
        if (row.isEmpty() || question.kind() == Binding.Kind.DELETE) {
            return Finding.none(Reason.NOTHING_TO_SEE, sentences.nothingToSee(question));
        }
        var change =
                question.kind() == Binding.Kind.INSERT ? mightInsert(table, row.get()) : mightUpdate(table, row.get());
        return judged(question, change, Reason.NO_CHANGE_KNOWN, sentences.noChangeKnown(question));
    }

    /** @param visible the reason if who waits for it sees it */
    private Finding judged(RowQuestion question, Change change, Reason visible, String said) {
        return switch (sight(change, question.about())) {
            case Sight.Shown shown -> new Finding(change, shown, visible, said, List.of());
            case Sight.Failed ignored -> hidden(question, change, Reason.POLICY_FAILED);
            case Sight.Nothing ignored -> hidden(question, change, Reason.POLICY);
            case Sight.Open ignored -> hidden(question, change, Reason.POLICY_FAILED);
        };
    }

    /** The caller sees it and asks for somebody who does not; the caller's own sight may have changed just now. */
    private Finding hidden(RowQuestion question, Change change, Reason reason) {
        if (!question.isOfAnother()) {
            return Finding.none(Reason.NOTHING_TO_SEE, sentences.nothingToSee(question));
        }
        var policies = reasons.about(change, BindingReasons.row(change), question.about());
        return new Finding(change, null, reason, sentences.refused(question, policies), policies);
    }

    private static Row keyRow(Table table, JsonNode key) {
        var values = new LinkedHashMap<String, JsonNode>();
        table.key().forEach(column -> values.put(column.name(), key.path(column.name())));
        return new Row(values);
    }

    private Change mightInsert(Table table, Row row) {
        return new Change.Insert(table, row, clock.instant(), Position.START);
    }

    private Change mightUpdate(Table table, Row row) {
        return new Change.Update(table, row, row, clock.instant(), Position.START);
    }
}
