package dev.belfry.realtime.start;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.schema.Demo;
import dev.belfry.domain.settings.Version;
import dev.belfry.domain.voice.ChosenVoice;
import dev.belfry.realtime.http.JsonBody;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** All that a page needs to connect. */
@WebServlet("/config.json")
public class ConfigServlet extends HttpServlet {

    @Inject
    transient Settings settings;

    @Inject
    transient ChosenSource chosen;

    @Inject
    transient ChosenVoice voice;

    @Inject
    transient TokenSigner signer;

    @Inject
    transient Demo demo;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var asked = request.getRequestURL();
        var body = JsonBody.of("url", asked.substring(0, asked.length() - "/config.json".length()))
                .put("version", Version.text())
                .put("anonKey", signer.apiKey("anon"))
                .put("dev", settings.isDevelopment())
                .put("demo", demo.isOpen())
                .put("voice", voice.name())
                .put("changes", chosen.is(ChosenSource.Source.WAL) ? "wal" : "listener");
        JsonBody.write(response, HttpServletResponse.SC_OK, body);
    }
}
