package dev.belfry.bench;

import java.util.List;

/** The same figure of several rounds. */
record Measured(List<Double> sorted) {

    Measured {
        sorted = sorted.stream().sorted().toList();
    }

    double median() {
        return sorted.get(sorted.size() / 2);
    }

    /** The median, and in brackets the least and the most. */
    @Override
    public String toString() {
        return Figure.text(median()) + " (" + Figure.text(sorted.getFirst()) + " to " + Figure.text(sorted.getLast())
                + ")";
    }
}
