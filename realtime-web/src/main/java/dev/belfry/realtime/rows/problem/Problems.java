package dev.belfry.realtime.rows.problem;

import dev.belfry.domain.catalog.QualifiedName;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every refusal that has a code of PostgREST's, in one table. Its documentation of errors is the source. */
public final class Problems {

    private Problems() {}

    /**
     * A parameter that cannot be read.
     *
     * @param what the parameter or part of it, and its text
     * @param at the character at which it fails, from 0
     */
    public static RowsProblem unreadable(String what, String text, int at, String why) {
        return RowsProblem.of(
                        400,
                        "PGRST100",
                        "\"failed to parse " + what + " (" + text + ")\" (line 1, column " + (at + 1) + ")")
                .because(why);
    }

    public static RowsProblem functionMethod(String method) {
        return RowsProblem.of(405, "PGRST101", "Cannot use the " + method + " method on RPC");
    }

    public static RowsProblem body(String why) {
        return RowsProblem.of(400, "PGRST102", why);
    }

    public static RowsProblem range(String why) {
        return RowsProblem.of(416, "PGRST103", "Requested range not satisfiable")
                .because(why);
    }

    public static RowsProblem behindTheEnd(long offset, long rows) {
        return range("An offset of " + offset + " was requested, but there are only " + rows + " rows.")
                .with("Content-Range", "*/" + rows);
    }

    public static RowsProblem putFilters() {
        return RowsProblem.of(
                405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators");
    }

    public static RowsProblem schema(String asked, List<String> served) {
        return RowsProblem.of(406, "PGRST106", "Invalid schema: " + asked)
                .hinting("Only the following schemas are exposed: " + String.join(", ", served));
    }

    public static RowsProblem media(String accept) {
        return RowsProblem.of(406, "PGRST107", "None of these media types are available: " + accept);
    }

    public static RowsProblem notEmbedded(String name) {
        return RowsProblem.of(400, "PGRST108", "'" + name + "' is not an embedded resource in this request")
                .hinting("Verify that '" + name + "' is included in the 'select' query parameter.");
    }

    public static RowsProblem responseHeaders() {
        return RowsProblem.of(
                500,
                "PGRST111",
                "response.headers guc must be a JSON array composed of objects with a single key and a string value");
    }

    public static RowsProblem responseStatus() {
        return RowsProblem.of(500, "PGRST112", "response.status guc must be a valid status code");
    }

    public static RowsProblem putRange() {
        return RowsProblem.of(400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT");
    }

    public static RowsProblem putKey() {
        return RowsProblem.of(400, "PGRST115", "Payload values do not match URL in primary key column(s)");
    }

    public static RowsProblem notSingular(long rows) {
        return RowsProblem.of(406, "PGRST116", "Cannot coerce the result to a single JSON object")
                .because("The result contains " + rows + " rows");
    }

    public static RowsProblem method(String method) {
        return RowsProblem.of(405, "PGRST117", "Unsupported HTTP method: " + method);
    }

    public static RowsProblem orderByMany(String origin, String target) {
        return RowsProblem.of(400, "PGRST118", "A related order on '" + target + "' is not possible")
                .because("'" + origin + "' and '" + target + "' do not form a many-to-one or one-to-one relationship");
    }

    public static RowsProblem raised(String why, String cure) {
        return RowsProblem.of(500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error")
                .because(why)
                .hinting(cure);
    }

    public static RowsProblem preferences(List<String> unknown) {
        return RowsProblem.of(400, "PGRST122", "Invalid preferences given with handling=strict")
                .because("Invalid preferences: " + String.join(", ", unknown));
    }

    public static RowsProblem tooManyAffected(long rows) {
        return RowsProblem.of(400, "PGRST124", "Query result exceeds max-affected preference constraint")
                .because("The query affects " + rows + " rows");
    }

    public static RowsProblem path() {
        return RowsProblem.of(404, "PGRST125", "Invalid path specified in request URL")
                .hinting("/rest/v1/{table} and /rest/v1/rpc/{function} are served");
    }

    public static RowsProblem root() {
        return RowsProblem.of(404, "PGRST126", "Root endpoint metadata is disabled");
    }

    public static RowsProblem notServed(String what) {
        return RowsProblem.of(400, "PGRST127", "Feature not implemented").because(what);
    }

    public static RowsProblem affectedOfOne() {
        return RowsProblem.of(
                400,
                "PGRST128",
                "Function must return SETOF or TABLE when max-affected preference is used with handling=strict");
    }

    public static RowsProblem unrelated(
            String parent, String child, @Nullable String hint, String schema, @Nullable String cure) {
        return RowsProblem.of(
                        400,
                        "PGRST200",
                        "Could not find a relationship between '" + parent + "' and '" + child
                                + "' in the schema cache")
                .because("Searched for a foreign key relationship between '" + parent + "' and '" + child
                        + (hint == null ? "'" : "' using the hint '" + hint + "'") + " in the schema '" + schema
                        + "', but no matches were found.")
                .hinting(cure);
    }

    /** @param ways by which the relation could be meant, each as a hint */
    public static RowsProblem ambiguousRelation(String parent, String child, JsonNode found, Collection<String> ways) {
        return RowsProblem.of(
                        300,
                        "PGRST201",
                        "Could not embed because more than one relationship was found for '" + parent + "' and '"
                                + child + "'")
                .because(found)
                .hinting("Try changing '" + child + "' to one of the following: " + String.join(", ", ways)
                        + ". Find the desired relationship in the 'details' key.");
    }

    public static RowsProblem noFunction(String message, String details, @Nullable String cure) {
        return RowsProblem.of(404, "PGRST202", message).because(details).hinting(cure);
    }

    public static RowsProblem ambiguousFunction(Collection<String> candidates) {
        return RowsProblem.of(
                        300,
                        "PGRST203",
                        "Could not choose the best candidate function between: " + String.join(", ", candidates))
                .hinting(
                        "Try renaming the parameters or the function itself in the database so function overloading can be resolved");
    }

    public static RowsProblem noColumn(String relation, String column) {
        return RowsProblem.of(
                400,
                "PGRST204",
                "Could not find the '" + column + "' column of '" + relation + "' in the schema cache");
    }

    public static RowsProblem noRelation(QualifiedName name, @Nullable String cure) {
        return RowsProblem.of(404, "PGRST205", "Could not find the table '" + name + "' in the schema cache")
                .hinting(cure);
    }

    /** @param why null if no token came at all */
    public static RowsProblem unauthorized(@Nullable String why) {
        return RowsProblem.of(401, "PGRST301", why == null ? "No API key found in request" : why);
    }

    /** A limit of this server's own; PostgreSQL's class of limits. */
    public static RowsProblem tooLarge(String limit, String cure) {
        return RowsProblem.of(413, "54000", limit).hinting(cure);
    }

    public static RowsProblem uriTooLong(int most) {
        return RowsProblem.of(414, "54000", "The URL has more than " + most + " characters")
                .hinting("Ask for fewer rows at once, or call a function by POST with the values in the body");
    }

    /** As databases of portals have it that load safeupdate for the roles of pages. */
    public static RowsProblem everyRow(String statement) {
        return RowsProblem.of(400, "21000", statement + " requires a WHERE clause")
                .hinting(
                        "Name the rows, as in id=eq.1; for all of them a filter that always holds, as in id=not.is.null");
    }

    public static RowsProblem noZeroCharacter(String where) {
        return RowsProblem.of(400, "22021", "invalid byte sequence for encoding \"UTF8\": 0x00")
                .because("in " + where);
    }
}
