package dev.belfry.bench;

import java.util.Locale;

/**
 * One number that a round measured.
 *
 * @param name with its unit, such as {@code deliveries per second}
 */
record Figure(String name, double value) {

    /** As many digits as a measurement is good for. */
    static String text(double value) {
        var decimals = Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    @Override
    public String toString() {
        return name + ": " + text(value);
    }
}
