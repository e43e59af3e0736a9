package dev.belfry.domain.change;

/**
 * Where a change stands in the order of all: by its transaction, then by its place in it. Orders as the transactions committed.
 *
 * @param transaction of the write-ahead log, the LSN of the commit, unsigned; of the listener, a number that grows
 * @param index from 0
 */
public record Position(long transaction, int index) implements Comparable<Position> {

    /** Before every change. A transaction of zero is none, as an LSN of zero is. */
    public static final Position START = new Position(1, 0);

    /** Behind every change of that transaction, and before the next transaction. */
    public static Position behind(long transaction) {
        return new Position(transaction, Integer.MAX_VALUE);
    }

    /** The one right behind this. */
    public Position next() {
        return index == Integer.MAX_VALUE ? this : new Position(transaction, index + 1);
    }

    public boolean isBefore(Position other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Position other) {
        var byTransaction = Long.compareUnsigned(transaction, other.transaction);
        return byTransaction == 0 ? Integer.compare(index, other.index) : byTransaction;
    }

    /** As PostgreSQL writes an LSN, and the place: {@code 16/B374D848+3}. */
    @Override
    public String toString() {
        return "%X/%X+%d".formatted(transaction >>> 32, transaction & 0xffffffffL, index);
    }
}
