package dev.belfry.realtime.rows;

import dev.belfry.domain.access.DatabaseError;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.rows.problem.DatabaseProblem;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.problem.RowsProblem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** {@code /rest/v1}: takes requests for rows and functions, and tells what came of them. Never an answer without a body that has none. */
@WebServlet("/rest/v1/*")
public class RowsServlet extends HttpServlet {

    private static final Logger LOG = System.getLogger(RowsServlet.class.getName());
    private static final String PREFIX = "/rest/v1";
    private static final int SERVER_ERROR = 500;

    @Inject
    transient TokenVerifier verifier;

    @Inject
    transient Rows rows;

    @Inject
    transient RequestReader reader;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var isAnonymous = true;
        try {
            var token = Caller.token(request.getHeader("authorization"), request.getHeader("apikey"));
            if (token == null) {
                throw Problems.unauthorized(null);
            }
            switch (verifier.verify(token)) {
                case Verdict.Refused refused -> throw Problems.unauthorized(refused.text());
                case Verdict.Verified(var caller) -> {
                    isAnonymous = caller.role().equals("anon");
                    write(response, rows.answer(reader.read(call(request), caller)));
                }
            }
        } catch (RowsProblem problem) {
            write(response, problem);
        } catch (SQLException | RuntimeException e) {
            var error = DatabaseError.of(e);
            if (error.isPresent()) {
                writeLogged(response, DatabaseProblem.of(error.get(), isAnonymous));
            } else {
                LOG.log(Level.ERROR, "RowsFailed: a request could not be answered", e);
                write(
                        response,
                        new RowsProblem(
                                SERVER_ERROR,
                                "XX000",
                                "The request could not be answered; the server's log says why",
                                null,
                                null));
            }
        }
    }

    private static RequestReader.Call call(HttpServletRequest request) throws IOException {
        var headers = new HashMap<String, List<String>>();
        for (var name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        return new RequestReader.Call(
                request.getMethod(),
                request.getRequestURI().substring(request.getContextPath().length() + PREFIX.length()),
                request.getQueryString(),
                headers,
                request.getInputStream());
    }

    private static void writeLogged(HttpServletResponse response, RowsProblem problem) throws IOException {
        if (problem.status() >= SERVER_ERROR) {
            LOG.log(
                    Level.WARNING,
                    "RowsNotAnswered: PostgreSQL could not do what a request asks: SQLSTATE {0}: {1}",
                    problem.code(),
                    problem.getMessage());
        }
        write(response, problem);
    }

    private static void write(HttpServletResponse response, RowsProblem problem) throws IOException {
        var answer = Answer.of(problem.status()).with("Content-Type", Media.JSON);
        for (var header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            answer = answer.with("WWW-Authenticate", "Bearer");
        }
        write(
                response,
                new Answer(answer.status(), answer.headers(), problem.body().toString()));
    }

    private static void write(HttpServletResponse response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        for (var header : answer.headers()) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                response.setContentType(header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
        if (answer.body() != null) {
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
