package dev.belfry.realtime.changes;

import com.google.re2j.Pattern;
import dev.belfry.domain.change.Row;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What must hold for a row, its values in the types of the columns. A column that the row does not have matches nothing. */
sealed interface Filter {

    boolean matches(Row row);

    /** Whether it matches, or may: a column that the row does not have could hold anything. */
    boolean mayMatch(Row row);

    record All(List<Filter> parts) implements Filter {
        @Override
        public boolean matches(Row row) {
            for (var part : parts) {
                if (!part.matches(row)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean mayMatch(Row row) {
            return parts.stream().allMatch(part -> part.mayMatch(row));
        }
    }

    record Any(List<Filter> parts) implements Filter {
        @Override
        public boolean matches(Row row) {
            for (var part : parts) {
                if (part.matches(row)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean mayMatch(Row row) {
            return parts.stream().anyMatch(part -> part.mayMatch(row));
        }
    }

    /** The column has that value. Apart from the other tests, since subscriptions are found by it. */
    record Equal(String column, String type, Comparable<?> value) implements Filter {
        @Override
        public boolean matches(Row row) {
            var present = Filter.value(row, column, type);
            return present != null && Objects.equals(Literal.compare(present, value), 0);
        }

        @Override
        public boolean mayMatch(Row row) {
            return row.get(column) == null || matches(row);
        }
    }

    /** Any other test of a value that is not NULL: NULL matches neither it nor its negation. */
    record Test(String column, String type, boolean negated, Predicate<Comparable<?>> test) implements Filter {
        @Override
        public boolean matches(Row row) {
            var present = Filter.value(row, column, type);
            return present != null && test.test(present) != negated;
        }

        @Override
        public boolean mayMatch(Row row) {
            return row.get(column) == null || matches(row);
        }
    }

    /** {@code IS} and {@code IS DISTINCT FROM}, which NULL may pass. */
    record NullTest(String column, String type, boolean negated, Predicate<@Nullable Comparable<?>> test)
            implements Filter {
        @Override
        public boolean matches(Row row) {
            var value = row.get(column);
            return value != null && test.test(Literal.of(type, value)) != negated;
        }

        @Override
        public boolean mayMatch(Row row) {
            return row.get(column) == null || matches(row);
        }
    }

    private static @Nullable Comparable<?> value(Row row, String column, String type) {
        JsonNode value = row.get(column);
        return value == null ? null : Literal.of(type, value);
    }

    static Predicate<Comparable<?>> ordered(Comparable<?> literal, Predicate<Integer> order) {
        return value -> {
            var compared = Literal.compare(value, literal);
            return compared != null && order.test(compared);
        };
    }

    static Predicate<Comparable<?>> oneOf(Set<Comparable<?>> literals) {
        return value -> literals.stream().anyMatch(literal -> Objects.equals(Literal.compare(value, literal), 0));
    }

    static Predicate<Comparable<?>> like(LikePattern pattern) {
        return value -> pattern.matches(value.toString());
    }

    /** A regular expression that takes time in proportion to the text, whatever it is: a client wrote it. */
    static Predicate<Comparable<?>> matching(Pattern pattern) {
        return value -> pattern.matcher(value.toString()).find();
    }
}
