package dev.belfry.realtime.rows;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Status, headers and body of what was done, as PostgREST has them. */
record RowsAnswer(RowsRequest request) {

    Response read(RowsReader.Page page) {
        var first = request.query().own().page().offset();
        var rows = page.rows().count();
        var total = page.total();
        if (total != null && first > total) {
            throw Page.notSatisfiable(
                    "An offset of " + first + " was requested, but there are only " + total + " rows.");
        }
        return answer(total != null && rows < total ? 206 : 200, page.rows())
                .header("Content-Range", range(first, rows, total))
                .build();
    }

    Response inserted(RowsWriter.Written written) {
        var status = request.preferences().isUpsert() && written.created() == 0 ? 200 : 201;
        var response = written.rows() == null ? answer(status) : answer(status, written.rows());
        if (request.preferences().wantsLocation() && written.key() != null) {
            response.header("Location", location(written.key()));
        }
        return response.header("Content-Range", range(0, 0, counted(written))).build();
    }

    Response updated(RowsWriter.Written written) {
        return changed(written, written.affected());
    }

    Response deleted(RowsWriter.Written written) {
        return changed(written, 0);
    }

    private Response changed(RowsWriter.Written written, int ranged) {
        return (written.rows() == null ? answer(204) : answer(200, written.rows()))
                .header("Content-Range", range(0, ranged, counted(written)))
                .build();
    }

    private ResponseBuilder answer(int status, Told rows) {
        return answer(status).type(request.media().type()).entity(rows.json());
    }

    private ResponseBuilder answer(int status) {
        var applied = request.preferences().applied();
        var response = Response.status(status);
        return applied.isEmpty() ? response : response.header("Preference-Applied", applied);
    }

    private @Nullable Long counted(RowsWriter.Written written) {
        var isCounted = request.preferences().count() != Preferences.Count.NONE;
        return isCounted ? Long.valueOf(written.affected()) : null;
    }

    private static String range(int first, int rows, @Nullable Long total) {
        return (rows == 0 ? "*" : first + "-" + (first + rows - 1)) + "/" + (total == null ? "*" : total);
    }

    private String location(Map<String, JsonNode> key) {
        return key.entrySet().stream()
                .map(column -> column.getKey() + "=eq."
                        + URLEncoder.encode(column.getValue().asString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/" + request.table().table().name() + "?", ""));
    }
}
