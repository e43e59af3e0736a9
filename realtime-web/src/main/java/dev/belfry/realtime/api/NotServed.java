package dev.belfry.realtime.api;

import dev.belfry.realtime.http.JsonBody;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Says what is served to who asks for a path or method that is not: an empty answer tells a client nothing. */
@Provider
public class NotServed implements ExceptionMapper<ClientErrorException> {

    private static final String WHAT =
            "Served here are POST broadcast, POST broadcast/{topic}/events/{event}, GET presence/{topic}, POST changes/explain,"
                    + " GET ping and GET tenants/{id}/health";

    @Override
    public Response toResponse(ClientErrorException refused) {
        var response = refused.getResponse();
        return response.hasEntity()
                ? response
                : Response.fromResponse(response)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(JsonBody.of("message", WHAT).toString())
                        .build();
    }
}
