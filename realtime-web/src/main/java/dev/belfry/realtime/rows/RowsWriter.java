package dev.belfry.realtime.rows;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.schema.MappedTable;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Writes rows through their entities, so that every write is announced. One for each request, in its transaction. */
record RowsWriter(RowsRequest request, EntityManager entities) {

    private static final String OWNER = "created_by";
    private static final String VERSION = "version";

    /**
     * @param created how many of the rows are new
     * @param rows null if the caller does not want them
     * @param key of the row if it is one
     */
    record Written(
            int affected,
            int created,
            @Nullable Told rows,
            @Nullable Map<String, JsonNode> key) {}

    Written insert(List<Row> rows, Claims caller) {
        var made = rows.stream().map(values -> create(values, caller)).toList();
        made.forEach(entities::persist);
        entities.flush();
        return written(made, made.size());
    }

    /** One row after the other is looked for; a row that comes in between makes the insert fail as a duplicate. */
    Written upsert(List<Row> rows, Claims caller) {
        var columns = conflictColumns();
        var ignores = request.preferences().ignoresDuplicates();
        var written = new ArrayList<Object>();
        var created = 0;
        for (var values : rows) {
            var made = create(values, caller);
            var present = present(made, columns, !ignores);
            if (present.isEmpty()) {
                entities.persist(made);
                written.add(made);
                created++;
            } else if (!ignores) {
                refuseSecondTime(written, present.get());
                change(present.get(), values);
                written.add(present.get());
            }
            entities.flush();
        }
        return written(written, created);
    }

    Written update(Row values) {
        requireFilter();
        if (values.values().isEmpty()) {
            return written(List.of(), 0);
        }
        var found = entities(request.sql().locked());
        requireFew(found.size());
        found.forEach(entity -> change(entity, values));
        entities.flush();
        return written(found, 0);
    }

    /**
     * What the caller may delete is known to PostgreSQL only when it does: it is let do so, and that is taken back, since only what
     * the entity manager deletes is announced.
     */
    Written delete() {
        requireFilter();
        entities.createNativeQuery("savepoint before_delete").executeUpdate();
        var keys = (String) request.sql().deleted().row(entities);
        entities.createNativeQuery("rollback to savepoint before_delete").executeUpdate();
        var found = entities(request.sql().byKeys(keys));
        requireFew(found.size());
        var written = written(found, 0);
        found.forEach(entities::remove);
        try {
            entities.flush();
        } catch (OptimisticLockException e) {
            throw stale("it was changed while it was being deleted");
        }
        return written;
    }

    private List<?> entities(Statement statement) {
        return statement.entities(entities, request.table().entity());
    }

    private Object create(Row values, Claims caller) {
        var table = request.table();
        var owned = new LinkedHashMap<>(values.values());
        if (caller.subject() != null && table.column(OWNER).isPresent()) {
            owned.putIfAbsent(OWNER, StringNode.valueOf(caller.subject()));
        }
        var entity = table.newEntity();
        table.fillNew(entity, new Row(owned));
        return entity;
    }

    private void change(Object entity, Row values) {
        var current = request.table().row(entity);
        refuseStale(current, values);
        refuseNewKey(current, values);
        request.table().change(entity, values);
    }

    /** A client that sends the version it saw is refused when there is a newer one; NULL is none that it saw. */
    private void refuseStale(Row current, Row values) {
        var seen = values.get(VERSION);
        var version = current.get(VERSION);
        if (seen != null && !seen.isNull() && version != null && !isSame(VERSION, seen, version)) {
            throw stale("it has version " + version + ", and the change is based on version " + seen);
        }
    }

    private static RowsProblem stale(String details) {
        return new RowsProblem(409, "40001", "the row was changed meanwhile", details);
    }

    private void refuseNewKey(Row current, Row values) {
        for (var column : request.table().table().key()) {
            var given = values.get(column.name());
            var present = current.get(column.name());
            if (given != null && present != null && !isSame(column.name(), given, present)) {
                throw new RowsProblem(
                        400,
                        "0A000",
                        "the primary key of a row does not change",
                        "it has " + column.name() + " " + present);
            }
        }
    }

    /** However they are written: a UUID may have capitals. */
    private boolean isSame(String name, JsonNode one, JsonNode other) {
        var column = request.table().column(name).orElseThrow();
        return Objects.equals(column.parse(one), column.parse(other));
    }

    private List<String> conflictColumns() {
        var columns = request.query().onConflict();
        if (columns.isEmpty()) {
            return keyColumns(request.table()).stream().map(Column::name).toList();
        }
        if (!request.table().isUnique(columns)) {
            throw RowsProblem.badRequest(
                    "42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification");
        }
        return columns;
    }

    /** The row that the new one would duplicate; one with a NULL duplicates none. */
    private Optional<?> present(Object made, List<String> columns, boolean locked) {
        var values = request.table().row(made);
        var wanted = new LinkedHashMap<String, JsonNode>();
        for (var column : columns) {
            var value = values.get(column);
            if (value == null || value.isNull()) {
                return Optional.empty();
            }
            wanted.put(column, value);
        }
        var row = Json.MAPPER.writeValueAsString(List.of(wanted));
        return entities(request.sql().same(columns, row, locked)).stream().findFirst();
    }

    @SuppressWarnings("ReferenceEquality") // one entity manager has one entity for a row
    private static void refuseSecondTime(List<Object> written, Object present) {
        if (written.stream().anyMatch(entity -> entity == present)) {
            throw new RowsProblem(
                    500,
                    "21000",
                    "ON CONFLICT DO UPDATE command cannot affect row a second time",
                    null,
                    "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.");
        }
    }

    private void requireFilter() {
        if (request.query().own().conditions().isEmpty()) {
            throw RowsProblem.badRequest("21000", "this would change every row: name which, as in id=eq.value");
        }
    }

    private static void requireFew(int rows) {
        if (rows > RowsSql.MAX_WRITTEN) {
            throw RowsBody.tooMany();
        }
    }

    /** The entities are in the database as they are told. */
    private Written written(List<?> found, int created) {
        var most = request.preferences().maxAffected();
        if (most != null && found.size() > most) {
            throw new RowsProblem(
                    400,
                    "PGRST124",
                    "Query result exceeds max-affected preference constraint",
                    "The query affects " + found.size() + " rows");
        }
        request.media().requireFitting(found.size());
        var keys = found.stream()
                .map(entity -> request.table()
                        .row(entity)
                        .only(keyColumns(request.table()))
                        .values())
                .toList();
        var key = keys.size() == 1 ? keys.getFirst() : null;
        return new Written(found.size(), created, request.preferences().wantsRows() ? told(keys, created) : null, key);
    }

    private Told told(List<Map<String, JsonNode>> keys, int created) {
        var told = Told.by(request.sql().written(Json.MAPPER.writeValueAsString(keys), request.media()), entities);
        if (created > 0 && request.query().tellsEveryRow() && told.count() < keys.size()) {
            throw new RowsProblem(
                    403,
                    "42501",
                    "new row violates row-level security policy for table \""
                            + request.table().table().name() + "\"",
                    "it was asked to be told, and the caller may not see it");
        }
        return told;
    }

    private static List<Column> keyColumns(MappedTable table) {
        return table.table().key();
    }
}
