package dev.belfry.realtime.rows.plan;

import dev.belfry.realtime.rows.query.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a relation within each row of another.
 *
 * @param name what they are called in the answer
 * @param alias what they are called in the statement
 * @param isToOne whether there is at most one
 * @param isInner whether a row without any is left out
 * @param isSpread whether their values stand in the row around
 * @param spread those values; none unless they are spread
 */
public record Embedding(
        String name, String alias, Node node, boolean isToOne, boolean isInner, boolean isSpread, List<Spread> spread) {

    /**
     * A value of an embedded row that stands in the row around.
     *
     * @param name what it is called in the embedded row
     */
    public record Spread(
            String name,
            @Nullable Aggregate aggregate,
            @Nullable String aggregateCast,
            @Nullable String alias) {

        Spread unaggregated() {
            return new Spread(name, null, null, null);
        }

        String nameAround() {
            return alias == null ? name : alias;
        }
    }

    /** Whether nothing of it is told: it is there for conditions and orders only. */
    public boolean isEmpty() {
        return node.columns().isEmpty() && node.embeddings().stream().allMatch(Embedding::isEmpty);
    }

    Embedding with(Node other) {
        return new Embedding(name, alias, other, isToOne, isInner, isSpread, spread);
    }

    Embedding unaggregated() {
        var plain = spread.stream()
                .map(one -> one.aggregate() == null ? one : one.unaggregated())
                .toList();
        return new Embedding(name, alias, node, isToOne, isInner, isSpread, plain);
    }
}
