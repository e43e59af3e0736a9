package dev.belfry.voice.http;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.voice.openai.ClientSecrets;
import dev.belfry.voice.relay.ChosenProvider;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Gives a signed-in user an ephemeral token of OpenAI's, which a browser opens a session of its own with. The answer is a superset of
 * the two forms of OpenAI's (voice reference §1.1), so that pages of both find what they look for.
 */
@WebServlet(urlPatterns = "/openai-realtime-token", asyncSupported = true)
public class TokenServlet extends FunctionServlet {

    private static final Logger LOG = System.getLogger(TokenServlet.class.getName());
    private static final Refusal OFF = Refusal.unavailable(
            HttpServletResponse.SC_SERVICE_UNAVAILABLE,
            "voice_off",
            "Voice is off on this server: set BELFRY_OPENAI_API_KEY");

    @Inject
    transient ChosenProvider chosen;

    @Inject
    transient ClientSecrets secrets;

    @Inject
    transient TokenSigner signer;

    @Override
    void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (chosen.name()) {
            case "off" -> refusals.answer(response, OFF);
            case "openai" -> mint(request);
            default -> refusals.answer(response, noTokens(chosen.name()));
        }
    }

    private static Refusal noTokens(String provider) {
        return Refusal.unavailable(
                HttpServletResponse.SC_NOT_IMPLEMENTED,
                "no_ephemeral_tokens",
                "The voice provider of this server is " + provider
                        + ", which has no ephemeral tokens: open a WebSocket to"
                        + " /functions/v1/realtime-chat, or set BELFRY_VOICE_PROVIDER=openai and BELFRY_OPENAI_API_KEY");
    }

    private void mint(HttpServletRequest request) {
        var user = signer.pseudonym(Caller.userOf(request));
        var async = request.startAsync();
        async.setTimeout(0); // the provider's own time limit is shorter than any
        var unused = secrets.mint(user).whenComplete((answer, failure) -> {
            try {
                var response = (HttpServletResponse) async.getResponse();
                switch (answer) {
                    case ClientSecrets.Answer.Minted(var body) ->
                        Refusal.write(response, HttpServletResponse.SC_OK, body);
                    case ClientSecrets.Answer.Refused refused -> refusals.answer(response, refusal(refused));
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "The caller was gone before the answer", e);
            } finally {
                async.complete();
            }
        });
    }

    private static Refusal refusal(ClientSecrets.Answer.Refused refused) {
        LOG.log(Level.WARNING, "TokenNotMinted: {0}", refused);
        return switch (refused.why()) {
            case KEY ->
                Refusal.unavailable(
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "voice_not_configured",
                        "The voice provider does not take this server's key or settings");
            case BUSY ->
                new Refusal(
                        Refusal.TOO_MANY_REQUESTS,
                        "rate_limit_error",
                        "provider_busy",
                        "The voice provider takes no more requests now",
                        refused.waitMillis());
            case AWAY ->
                Refusal.unavailable(
                        HttpServletResponse.SC_BAD_GATEWAY,
                        "provider_unavailable",
                        "The voice provider cannot be reached, or does not answer");
        };
    }
}
