package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.policy.Rule.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one role may see of one table, as the catalog has it. */
public final class Access {

    static final Access NONE = new Access(Map.of(), Set.of(), null);

    private final Map<String, Type> columns;
    private final Set<String> readable;
    private final @Nullable Rule rule;

    /**
     * @param columns of the table, all of them, by name
     * @param readable those that the role may read
     * @param rule which of the rows; null if all of them
     */
    Access(Map<String, Type> columns, Set<String> readable, @Nullable Rule rule) {
        this.columns = Map.copyOf(columns);
        this.readable = Set.copyOf(readable);
        this.rule = rule;
    }

    /** Without SELECT on the key a role is told nothing of the rows (protocol §3.6); without a key, on any column. */
    public boolean readsRows(List<Column> key) {
        return key.isEmpty() ? !readable.isEmpty() : key.stream().allMatch(column -> reads(column.name()));
    }

    public boolean reads(String column) {
        return readable.contains(column);
    }

    /** Whether the role may read all columns. */
    public boolean readsAll() {
        return readable.size() == columns.size();
    }

    public Set<String> readable() {
        return readable;
    }

    /** Whether policies decide which rows the role sees. */
    public boolean isSecured() {
        return rule != null;
    }

    /** What can be said without PostgreSQL. */
    public Decision decide(Row row, Claims caller) {
        return rule == null ? Decision.VISIBLE : rule.decide(row, caller);
    }

    /**
     * Which users may see the row at all, by {@link Subjects#key}; null if that does not depend on who they are. Those that have no key
     * may see it in any case.
     */
    public @Nullable Set<String> subjects(Row row) {
        return rule == null ? null : rule.subjects(row);
    }

    /** The policies which together decide what the role sees; none if no policies do. */
    List<Part> policies() {
        return rule == null ? List.of() : rule.parts();
    }

    /** As if that policy were the only one, and allowed what it says. */
    Access under(Part policy) {
        return new Access(columns, readable, policy.alone());
    }

    /** The condition as PostgreSQL has it. */
    String condition() {
        return rule == null ? "true" : rule.text();
    }

    /**
     * Whether PostgreSQL can be asked about the row as it is here. False also if the table has a column that whoever announced the row does
     * not know of, and if a policy may have to do with a null that may be NULL or JSON's.
     */
    boolean isWhole(Row row) {
        return columns.entrySet().stream().allMatch(column -> isKnown(column.getKey(), column.getValue(), row));
    }

    private boolean isKnown(String column, Type type, Row row) {
        var value = row.get(column);
        return value != null && !(value.isNull() && type.isJson() && mayRead(column));
    }

    /** With a star it reads all of them. */
    private boolean mayRead(String column) {
        return rule != null
                && (rule.text().contains(column.replace("\"", "\"\""))
                        || rule.text().contains(".*"));
    }
}
