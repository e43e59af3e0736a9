package dev.belfry.realtime.rows;

import dev.belfry.domain.access.CallerTransaction;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.schema.MappedTables;
import dev.belfry.realtime.http.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of one table, under the identity of the caller. */
@Path("/{table}")
@RequestScoped
@Consumes(MediaType.WILDCARD)
public class RowsResource {

    /** An upsert that meets a row which came in between finds it the next time, unless the caller may not see it. */
    private static final int UPSERT_ATTEMPTS = 3;

    @Inject
    MappedTables tables;

    @Inject
    CallerTransaction transaction;

    @Context
    SecurityContext security;

    @Context
    @Nullable
    HttpHeaders headers;

    @Context
    @Nullable
    UriInfo uri;

    @PathParam("table")
    String name = "";

    @HeaderParam("Accept")
    @Nullable
    String accept;

    @HeaderParam("Accept-Profile")
    @Nullable
    String readSchema;

    @HeaderParam("Content-Profile")
    @Nullable
    String writeSchema;

    @HeaderParam("Range")
    @Nullable
    String range;

    @GET
    public Response read() {
        return read(true);
    }

    @HEAD
    public Response count() {
        return read(false);
    }

    private Response read(boolean withRows) {
        var all = request(readSchema);
        var own = all.query().own();
        var request = all.with(all.query().with(own.on(own.page().within(range))));
        var page = transaction.as(caller(), entities -> new RowsReader(request, entities).read(withRows));
        return new RowsAnswer(request).read(page);
    }

    @POST
    public Response insert(InputStream body) {
        var request = request(writeSchema);
        var caller = caller();
        var rows = RowsBody.of(request).rows(body);
        var written = request.preferences().isUpsert()
                ? upsert(request, writer -> writer.upsert(rows, caller))
                : write(request, writer -> writer.insert(rows, caller));
        return new RowsAnswer(request).inserted(written);
    }

    @PATCH
    public Response update(InputStream body) {
        var request = request(writeSchema);
        var values = RowsBody.of(request).row(body);
        return new RowsAnswer(request).updated(write(request, writer -> writer.update(values)));
    }

    @DELETE
    public Response delete() {
        var request = request(writeSchema);
        return new RowsAnswer(request).deleted(write(request, RowsWriter::delete));
    }

    private RowsWriter.Written write(RowsRequest request, Function<RowsWriter, RowsWriter.Written> work) {
        return transaction.as(caller(), entities -> work.apply(new RowsWriter(request, entities)));
    }

    private RowsWriter.Written upsert(RowsRequest request, Function<RowsWriter, RowsWriter.Written> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return write(request, work);
            } catch (RuntimeException e) {
                if (attempt == UPSERT_ATTEMPTS || !DatabaseProblem.isDuplicate(e)) {
                    throw e;
                }
            }
        }
    }

    private Claims caller() {
        return Caller.of(security).claims();
    }

    private RowsRequest request(@Nullable String profile) {
        var schema = RowsRequest.schema(profile);
        var table = tables.find(schema, name)
                .orElseThrow(() -> new RowsProblem(
                        404,
                        "PGRST205",
                        "Could not find the table '" + schema + "." + name + "' in the schema cache",
                        null));
        return new RowsRequest(
                table,
                RowsQuery.of(Objects.requireNonNull(uri).getQueryParameters()),
                tables.foreignKeys(),
                Preferences.parse(
                        Objects.requireNonNull(headers).getRequestHeaders().getOrDefault("Prefer", List.of())),
                Media.of(accept));
    }
}
