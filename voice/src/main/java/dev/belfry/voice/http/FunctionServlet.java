package dev.belfry.voice.http;

import dev.belfry.domain.limits.Rates;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A function that is called by POST, so often and no more. */
abstract class FunctionServlet extends HttpServlet {

    private static final int PER_MINUTE = 20;
    private static final String LIMIT = PER_MINUTE + " requests per minute and user";

    @Inject
    transient Refusals refusals;

    private final transient Rates rates = new Rates(PER_MINUTE / 60.0, PER_MINUTE, System::nanoTime);

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST, OPTIONS");
            refusals.answer(
                    response,
                    Refusal.wrongRequest(
                            HttpServletResponse.SC_METHOD_NOT_ALLOWED, "method_not_allowed", "Call it by POST"));
            return;
        }
        var wait = rates.take(Caller.userOf(request));
        if (wait > 0) {
            refusals.answer(response, Refusal.tooMany("rate_limit_exceeded", LIMIT, wait));
            return;
        }
        call(request, response);
    }

    abstract void call(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
