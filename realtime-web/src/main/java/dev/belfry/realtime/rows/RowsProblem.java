package dev.belfry.realtime.rows;

import dev.belfry.realtime.http.JsonBody;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered, in PostgREST's words: status, code, message, details, hint. */
final class RowsProblem extends RuntimeException {

    private final int status;
    private final String code;
    private final @Nullable String details;
    private final @Nullable String hint;

    RowsProblem(int status, String code, String message, @Nullable String details) {
        this(status, code, message, details, null);
    }

    RowsProblem(int status, String code, String message, @Nullable String details, @Nullable String hint) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
        this.hint = hint;
    }

    static RowsProblem badRequest(String code, String message) {
        return new RowsProblem(400, code, message, null);
    }

    Response response() {
        var body = JsonBody.of("code", code)
                .put("details", details)
                .put("hint", hint)
                .put("message", getMessage());
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body.toString())
                .build();
    }

    /** Makes the answer of it. */
    @Provider
    public static class Mapper implements ExceptionMapper<RowsProblem> {

        @Override
        public Response toResponse(RowsProblem problem) {
            return problem.response();
        }
    }
}
