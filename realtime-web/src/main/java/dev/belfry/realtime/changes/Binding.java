package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a join's {@code postgres_changes}.
 *
 * @param id its number in the channel, from 1: channels that ask for the same get the same ids, and so the same messages
 * @param schema a name or {@code *}
 * @param table a name or {@code *}
 * @param select the columns that are wanted besides the key; empty for all
 * @param leave whether an update is also heard that takes a row out of the filter, or may: not all of the old row is always known
 * @param filter what must hold for the new row, or for the old one of a delete
 * @param since what was committed then or later is heard too, as far as it is still known
 */
public record Binding(
        long id,
        Kind kind,
        String schema,
        String table,
        List<String> select,
        boolean leave,
        FilterText.All filter,
        @Nullable Instant since) {

    static final String ANY = "*";

    enum Kind {
        ANY,
        INSERT,
        UPDATE,
        DELETE;

        static Kind of(Change change) {
            return switch (change) {
                case Change.Insert ignored -> INSERT;
                case Change.Update ignored -> UPDATE;
                case Change.Delete ignored -> DELETE;
            };
        }
    }

    public Binding {
        select = List.copyOf(select);
    }

    /** Of the filter, whatever it says of them. */
    Set<String> filterColumns() {
        return filter.columns();
    }

    /** Whether it hears of such changes of the table, filter or not. */
    boolean concerns(Change change) {
        return covers(change.table()) && hears(Kind.of(change));
    }

    static boolean covers(String pattern, String name) {
        return pattern.equals(ANY) || pattern.equals(name);
    }

    boolean covers(Table candidate) {
        return covers(schema, candidate.schema()) && covers(table, candidate.name());
    }

    /** The filter for the rows of a table; none if the table is not covered, or is not any more what the filter was written for. */
    Optional<Filter> filterFor(Table candidate) {
        if (!covers(candidate)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TypedFilter(candidate).of(filter));
        } catch (TypedFilter.Objection e) {
            return Optional.empty();
        }
    }

    boolean matches(Change change, Filter typed) {
        return switch (change) {
            case Change.Insert insert -> hears(Kind.INSERT) && typed.matches(insert.row());
            case Change.Update update ->
                hears(Kind.UPDATE) && (typed.matches(update.row()) || (leave && typed.mayMatch(update.old())));
            case Change.Delete delete -> hears(Kind.DELETE) && typed.matches(delete.old());
        };
    }

    /** Whether it hears of the update because of the new row. */
    boolean matchesNew(Change.Update update) {
        return !leave
                || filterFor(update.table())
                        .map(typed -> typed.matches(update.row()))
                        .orElse(false);
    }

    /** Whether it hears of such changes at all. */
    boolean hears(Kind what) {
        return kind == Kind.ANY || kind == what;
    }
}
