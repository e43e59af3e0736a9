package dev.belfry.realtime.stack;

import dev.belfry.realtime.http.JsonBody;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers for the parts of a stack that are not here. */
@WebServlet(urlPatterns = {"/storage/v1/*", "/graphql/v1/*", "/pg/*"})
public class Unserved extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonBody.write(
                response, Part.NOT_FOUND, Part.of(request.getServletPath()).body());
    }
}
