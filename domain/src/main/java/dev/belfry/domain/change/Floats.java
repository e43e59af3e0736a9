package dev.belfry.domain.change;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Binary floating-point numbers in the fewest digits that mean them, as PostgreSQL chooses them. Java's choice is the same but for
 * two kinds of numbers: PostgreSQL takes no decimal that lies midway between two numbers, and one digit where it suffices.
 */
public final class Floats {

    private Floats() {}

    /** A number, or a text for what is none. */
    public static JsonNode json(double value) {
        return Double.isFinite(value) ? Jsonb.number(of(value).stripTrailingZeros()) : text(value);
    }

    /** A number, or a text for what is none. */
    public static JsonNode json(float value) {
        return Float.isFinite(value) ? Jsonb.number(of(value).stripTrailingZeros()) : text(value);
    }

    private static JsonNode text(double value) {
        return StringNode.valueOf(Double.toString(value));
    }

    private static BigDecimal of(double value) {
        var exact = new BigDecimal(value);
        var up = midway(exact, Math.nextUp(value));
        var down = midway(exact, Math.nextDown(value));
        return shortest(
                new BigDecimal(Double.toString(value)),
                exact,
                candidate -> candidate.doubleValue() == value
                        && candidate.compareTo(up) != 0
                        && candidate.compareTo(down) != 0);
    }

    private static BigDecimal of(float value) {
        var exact = new BigDecimal(value);
        var up = midway(exact, Math.nextUp(value));
        var down = midway(exact, Math.nextDown(value));
        return shortest(
                new BigDecimal(Float.toString(value)),
                exact,
                candidate -> candidate.floatValue() == value
                        && candidate.compareTo(up) != 0
                        && candidate.compareTo(down) != 0);
    }

    private static BigDecimal midway(BigDecimal exact, double next) {
        return Double.isInfinite(next) ? exact : exact.add(new BigDecimal(next)).divide(BigDecimal.TWO);
    }

    private static BigDecimal shortest(BigDecimal javas, BigDecimal exact, Predicate<BigDecimal> means) {
        if (javas.precision() > 2 && means.test(javas)) {
            return javas;
        }
        for (var digits = 1; digits <= 17; digits++) {
            for (var rounding : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)) {
                var candidate = exact.round(new MathContext(digits, rounding));
                if (means.test(candidate)) {
                    return candidate;
                }
            }
        }
        return exact;
    }
}
