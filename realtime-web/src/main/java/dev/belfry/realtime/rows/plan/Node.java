package dev.belfry.realtime.rows.plan;

import dev.belfry.domain.catalog.Relation;
import dev.belfry.realtime.rows.query.Condition;
import dev.belfry.realtime.rows.query.Ordering;
import dev.belfry.realtime.rows.query.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one relation, and of those embedded in it.
 *
 * @param alias what the relation is called in the statement
 * @param relation what the catalog knows of it; null for a function's rows of a type of its own
 * @param columns none where only embedded rows are read
 */
public record Node(
        String alias,
        Source source,
        @Nullable Relation relation,
        List<Column> columns,
        List<Condition> conditions,
        List<Ordering> order,
        Span span,
        List<Embedding> embeddings) {

    /** What is read when nothing is named: the whole row. */
    public boolean readsEverything() {
        return columns.isEmpty() && embeddings.isEmpty();
    }

    /** The embedding that is called so. */
    public Optional<Embedding> embedding(String name) {
        return embeddings.stream()
                .filter(embedding -> embedding.name().equals(name))
                .findFirst();
    }

    /** The same with its own rows bounded, and with those of all that is embedded. */
    public Node capped(long most) {
        return new Node(
                alias,
                source,
                relation,
                columns,
                conditions,
                order,
                span.capped(most),
                embeddings.stream()
                        .map(embedding -> embedding.with(embedding.node().capped(most)))
                        .toList());
    }

    /**
     * The columns and functions of its rows that are needed to read it; {@code *} alone if any may be.
     *
     * <p>Rows that were written or returned are of no relation any more when they are read, so that functions of them have to be
     * called before.
     */
    public Set<String> needed() {
        var needed = new LinkedHashSet<String>();
        columns.forEach(column -> needed.add(column.field().column()));
        for (var embedding : embeddings) {
            switch (embedding.node().source()) {
                case Source.Joined(var name, var pairs) -> pairs.forEach(pair -> needed.add(pair.from()));
                case Source.Through(var through, var junction) ->
                    through.near().pairs().forEach(pair -> needed.add(pair.from()));
                case Source.Computed ignored -> needed.add("*");
                case Source.Relation ignored -> {}
                case Source.Result ignored -> {}
            }
        }
        conditions.forEach(condition -> addFields(condition, needed));
        order.stream()
                .filter(ordering -> ordering.relation() == null)
                .forEach(ordering -> needed.add(ordering.field().column()));
        return needed.contains("*") || readsEverything() ? new LinkedHashSet<>(List.of("*")) : needed;
    }

    private void addFields(Condition condition, Set<String> needed) {
        switch (condition) {
            case Condition.Group group -> group.parts().forEach(part -> addFields(part, needed));
            case Condition.Test test -> {
                var column = test.field().column();
                if (embedding(column).isEmpty()) {
                    needed.add(column);
                }
            }
        }
    }

    /** Whether the answer has more, or fewer, rows than the relation itself would give. */
    public boolean isGrouped() {
        return columns.stream().anyMatch(column -> column.aggregate() != null)
                || embeddings.stream()
                        .flatMap(embedding -> embedding.spread().stream())
                        .anyMatch(spread -> spread.aggregate() != null);
    }

    /** The same with the values of each row: whoever spreads them into another aggregates them there. */
    Node ungrouped() {
        return new Node(
                alias,
                source,
                relation,
                columns.stream().map(Column::unaggregated).toList(),
                conditions,
                order,
                span,
                embeddings.stream().map(Embedding::unaggregated).toList());
    }
}
