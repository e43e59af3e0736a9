package dev.belfry.realtime.rows;

import dev.belfry.domain.access.CallerTransaction;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.MappedTables;
import dev.belfry.realtime.http.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Rows of one table, through the entity that it is mapped to, so that every write is announced. */
@Path("/{table}")
@RequestScoped
@Consumes(MediaType.WILDCARD)
public class RowsResource {

    private static final String SINGLE = "application/vnd.pgrst.object+json";
    private static final String OWNER = "created_by";
    private static final String VERSION = "version";

    @Inject
    MappedTables tables;

    @Inject
    CallerTransaction transaction;

    @Context
    SecurityContext security;

    @PathParam("table")
    String name = "";

    @Context
    @Nullable
    UriInfo uri;

    @HeaderParam("Accept")
    @Nullable
    String accept;

    @HeaderParam("Prefer")
    @Nullable
    String prefer;

    @GET
    public Response read() {
        var query = query(table());
        var rows = transaction.as(
                Caller.of(security).claims(),
                entities -> rows(query, query.on(entities).getResultList()));
        return answer(200, query, rows);
    }

    @POST
    public Response insert(String body) {
        var table = table();
        var query = query(table);
        var claims = Caller.of(security).claims();
        if (prefer != null && prefer.contains("resolution=")) {
            throw RowsProblem.badRequest("PGRST100", "upsert is not served; insert or update the rows");
        }
        var given = objects(table, body);
        var rows = transaction.as(claims, entities -> {
            var made =
                    given.stream().map(values -> create(table, values, claims)).toList();
            made.forEach(entities::persist);
            entities.flush();
            return rows(query, made);
        });
        return written(201, query, rows);
    }

    @PATCH
    public Response update(String body) {
        var table = table();
        var values = object(table, parse(body));
        return write(
                table,
                (entities, found) -> found.forEach(entity -> {
                    refuseStale(table, entity, values);
                    table.change(entity, values);
                }));
    }

    @DELETE
    public Response delete() {
        return write(table(), (entities, found) -> found.forEach(entities::remove));
    }

    private interface Write {
        void apply(EntityManager entities, List<?> found);
    }

    /** Locking the rows asks PostgreSQL's UPDATE policies too: rows that the caller may only read are not found. */
    private Response write(MappedTable table, Write write) {
        var query = query(table);
        if (query.filters().isEmpty()) {
            throw RowsProblem.badRequest("21000", "this would change every row: name which, as in id=eq.value");
        }
        var rows = transaction.as(Caller.of(security).claims(), entities -> {
            var found = query.on(entities)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList();
            write.apply(entities, found);
            entities.flush();
            return rows(query, found);
        });
        return written(200, query, rows);
    }

    private MappedTable table() {
        return tables.find("public", name)
                .orElseThrow(() -> new RowsProblem(
                        404, "PGRST205", "Could not find the table 'public." + name + "' in the schema cache", null));
    }

    private RowsQuery query(MappedTable table) {
        return RowsQuery.of(table, Objects.requireNonNull(uri).getQueryParameters());
    }

    private static Object create(MappedTable table, Row values, Claims claims) {
        var owned = new LinkedHashMap<>(values.values());
        if (claims.subject() != null && table.column(OWNER).isPresent()) {
            owned.putIfAbsent(OWNER, StringNode.valueOf(claims.subject()));
        }
        var entity = table.newEntity();
        table.fillNew(entity, new Row(owned));
        return entity;
    }

    /** A client that sends the version it saw is refused when there is a newer one. */
    private static void refuseStale(MappedTable table, Object entity, Row values) {
        var seen = values.get(VERSION);
        var current = table.row(entity).get(VERSION);
        if (seen != null && current != null && seen.asLong() != current.asLong()) {
            throw new RowsProblem(
                    409,
                    "40001",
                    "the row was changed meanwhile",
                    "it has version " + current + ", and the change is based on version " + seen);
        }
    }

    private List<Row> objects(MappedTable table, String body) {
        var parsed = parse(body);
        if (!parsed.isArray()) {
            return List.of(object(table, parsed));
        }
        var rows = new ArrayList<Row>();
        parsed.forEach(item -> rows.add(object(table, item)));
        return rows;
    }

    private static Row object(MappedTable table, JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw RowsProblem.badRequest(
                    "PGRST102", "the body must be a JSON object, or for an insert an array of them");
        }
        var values = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(field -> values.put(known(table, field.getKey()), field.getValue()));
        return new Row(values);
    }

    private static String known(MappedTable table, String column) {
        return table.column(column)
                .map(MappedColumn::column)
                .orElseThrow(() -> RowsProblem.badRequest(
                        "PGRST204",
                        "Could not find the '" + column + "' column of '"
                                + table.table().name() + "' in the schema cache"))
                .name();
    }

    private static JsonNode parse(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException | NumberFormatException e) {
            throw RowsProblem.badRequest("PGRST102", "the body is no valid JSON");
        }
    }

    private static List<ObjectNode> rows(RowsQuery query, List<?> entities) {
        Function<Object, ObjectNode> selected = entity -> {
            var row = query.table().row(entity);
            var object = Json.MAPPER.createObjectNode();
            query.select()
                    .forEach(column -> object.set(
                            column.column().name(), row.get(column.column().name())));
            return object;
        };
        return entities.stream().map(selected).toList();
    }

    /** Rows that were written are told only to a client that prefers to have them. */
    private Response written(int status, RowsQuery query, List<ObjectNode> rows) {
        var wanted = prefer != null && prefer.contains("return=representation");
        return wanted
                ? answer(status, query, rows)
                : Response.status(status == 201 ? 201 : 204).build();
    }

    private Response answer(int status, RowsQuery query, List<ObjectNode> rows) {
        var range = rows.isEmpty() ? "*/*" : query.offset() + "-" + (query.offset() + rows.size() - 1) + "/*";
        var response = Response.status(status).header("Content-Range", range);
        if (accept == null || !accept.contains(SINGLE)) {
            return response.type(MediaType.APPLICATION_JSON)
                    .entity(Json.MAPPER.writeValueAsString(rows))
                    .build();
        }
        if (rows.size() != 1) {
            throw new RowsProblem(
                    406,
                    "PGRST116",
                    "Cannot coerce the result to a single JSON object",
                    "The result contains " + rows.size() + " rows");
        }
        return response.type(SINGLE)
                .entity(Json.MAPPER.writeValueAsString(rows.getFirst()))
                .build();
    }
}
