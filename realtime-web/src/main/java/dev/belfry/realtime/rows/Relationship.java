package dev.belfry.realtime.rows;

import dev.belfry.domain.schema.ForeignKey;
import dev.belfry.domain.schema.MappedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How an embedded table hangs together with the one around it.
 *
 * @param columns of the table around, in the order of {@code embeddedColumns}, which have the same values
 * @param many whether several rows may be embedded in one
 */
record Relationship(
        String key, MappedTable embedded, List<String> columns, List<String> embeddedColumns, boolean many) {

    /** The one that the request names; fails if there is none, or are several. */
    static Relationship find(List<ForeignKey> keys, MappedTable around, Selected.Embedded asked) {
        var found = new ArrayList<Relationship>();
        for (var key : keys) {
            if (!isHinted(key, asked)) {
                continue;
            }
            if (isSame(key.from(), around) && (isNamed(key.to(), asked) || isNamed(key, asked))) {
                found.add(new Relationship(key.name(), key.to(), key.columns(), key.referencedColumns(), false));
            }
            if (isSame(key.to(), around)
                    && (isNamed(key.from(), asked) || key.name().equals(asked.relation()))) {
                found.add(new Relationship(
                        key.name(), key.from(), key.referencedColumns(), key.columns(), !key.isUnique()));
            }
        }
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 -> throw none(around, asked);
            default -> throw several(around, asked, found);
        };
    }

    private static boolean isSame(MappedTable one, MappedTable other) {
        return one.entity() == other.entity();
    }

    private static boolean isNamed(MappedTable table, Selected.Embedded asked) {
        return table.table().name().equals(asked.relation());
    }

    /** A key may be asked for by its own name, or its only column's. */
    private static boolean isNamed(ForeignKey key, Selected.Embedded asked) {
        return key.name().equals(asked.relation()) || key.columns().equals(List.of(asked.relation()));
    }

    private static boolean isHinted(ForeignKey key, Selected.Embedded asked) {
        var hint = asked.hint();
        return hint == null || key.name().equals(hint) || key.columns().equals(List.of(hint));
    }

    private static RowsProblem none(MappedTable around, Selected.Embedded asked) {
        var between = "between '" + around.table().name() + "' and '" + asked.relation() + "'";
        return new RowsProblem(
                400,
                "PGRST200",
                "Could not find a relationship " + between + " in the schema cache",
                "Searched for a foreign key relationship " + between
                        + (asked.hint() == null ? "" : " using the hint '" + asked.hint() + "'")
                        + " in the schema '" + around.table().schema() + "', but no matches were found.");
    }

    private static RowsProblem several(MappedTable around, Selected.Embedded asked, List<Relationship> found) {
        var names = found.stream()
                .map(one -> "'" + asked.relation() + "!" + one.key() + "'")
                .collect(Collectors.joining(", "));
        return new RowsProblem(
                300,
                "PGRST201",
                "Could not embed because more than one relationship was found for '"
                        + around.table().name() + "' and '" + asked.relation() + "'",
                null,
                "Try changing '" + asked.relation() + "' to one of the following: " + names);
    }
}
