package dev.belfry.bench;

import java.util.List;

/**
 * The straight line that lies closest to values which were taken at equal distances (least squares).
 *
 * @param slope from one value to the next
 * @param error of the slope: its standard error, from how far the values are from the line
 */
record Trend(double mean, double slope, double error) {

    /** @param values three at least */
    static Trend of(List<Double> values) {
        var size = values.size();
        var mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        var middle = (size - 1) / 2.0;
        var spread = 0.0;
        var together = 0.0;
        for (var i = 0; i < size; i++) {
            spread += (i - middle) * (i - middle);
            together += (i - middle) * (values.get(i) - mean);
        }
        var slope = together / spread;
        var off = 0.0;
        for (var i = 0; i < size; i++) {
            var distance = values.get(i) - mean - slope * (i - middle);
            off += distance * distance;
        }
        return new Trend(mean, slope, Math.sqrt(off / (size - 2) / spread));
    }

    /** Whether it goes up, by more than chance and by more than 2 % of the whole over so many values. */
    boolean rises(int size) {
        return slope > 2 * error && slope * size > 0.02 * mean;
    }
}
