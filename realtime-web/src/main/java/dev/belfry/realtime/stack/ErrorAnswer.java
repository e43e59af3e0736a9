package dev.belfry.realtime.stack;

import dev.belfry.domain.access.Origins;
import dev.belfry.realtime.http.CrossOrigin;
import dev.belfry.realtime.http.JsonBody;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/**
 * What the server itself would answer with a page of its own, above all for a path that nobody serves: JSON with a sentence, or a small
 * page for who asks for one. {@code web.xml} leads here.
 */
@WebServlet(urlPatterns = {ErrorAnswer.PATH})
public class ErrorAnswer extends HttpServlet {

    static final String PATH = "/WEB-INF/error";

    private static final int SERVER_ERROR = 500;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Belfry: ${title}</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
            <h1>${title}</h1>
            <p>${text}</p>
            <p><a href="/">To the first page</a></p>
            </html>
            """;

    @Inject
    transient Origins origins;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_NOT_FOUND;
        var path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        CrossOrigin.share(request, response, origins);
        if (isForPage(request)) {
            page(response, status);
        } else {
            var part = Part.of(path);
            JsonBody.write(response, status, part.body(sentence(status, part)));
        }
    }

    private static boolean isForPage(HttpServletRequest request) {
        var accept = request.getHeader("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    private static void page(HttpServletResponse response, int status) throws IOException {
        var isMissing = status == HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        response.setContentType("text/html");
        response.setCharacterEncoding("UTF-8");
        var title = isMissing ? "There is no such page" : "That did not work (" + status + ")";
        var text = isMissing ? "Nothing is served under this address." : sentence(status, Part.ELSEWHERE);
        response.getWriter().write(PAGE.replace("${title}", title).replace("${text}", text));
    }

    private static String sentence(int status, Part part) {
        if (status == HttpServletResponse.SC_NOT_FOUND) {
            return part.who();
        }
        return status < SERVER_ERROR
                ? "The server does not take this request (status " + status + ")"
                : "The server could not answer this request; its log says why";
    }
}
