package dev.belfry.voice.events;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a page sees of a provider's events, and whether it speaks the beta form or the general one (voice reference §1.3). A page that has
 * not said so is a beta page, until its first {@code session.update} shows otherwise. For the provider's thread and the page's.
 */
public final class PageEvents {

    /** Which of the two forms a page speaks. */
    public enum Form {
        BETA,
        GENERAL,
        UNDECIDED
    }

    /** Events that never carry a session: they pass as they are. */
    private static final List<String> PLAIN = List.of(
            "response.", "input_audio_buffer.", "output_audio_buffer.", "conversation.", "rate_limits.", "error");

    private static final List<String> WITH_SETTINGS = List.of("response.created", "response.done");

    private final BetaDialect dialect = new BetaDialect();
    private volatile Form form;

    public PageEvents(Form form) {
        this.form = form;
    }

    public boolean isBeta() {
        return form != Form.GENERAL;
    }

    /** Hears how a page writes a session. */
    public void decide(JsonNode event) {
        if (form == Form.UNDECIDED && event.path("type").asString("").equals("session.update")) {
            form = SessionForms.isGeneral(event.path("session")) ? Form.GENERAL : Form.BETA;
        }
    }

    /**
     * The event without what is the server's own, in the page's form; null if there is none such.
     *
     * @param type null if it has none
     */
    public @Nullable String view(String text, EventText.@Nullable Type type) {
        if (type == null || !isPlain(type.name())) {
            return redacted(text);
        }
        return isBeta() ? dialect.toPage(text, type) : text;
    }

    private static boolean isPlain(String type) {
        return PLAIN.stream().anyMatch(type::startsWith) && !WITH_SETTINGS.contains(type);
    }

    private @Nullable String redacted(String text) {
        var event = Events.read(text);
        if (event == null) {
            return null; // what cannot be read cannot be cleared of what is ours
        }
        var seen = Redaction.redact(event) ? event.toString() : text;
        var type = EventText.type(seen);
        return type == null || !isBeta() ? seen : dialect.toPage(seen, type);
    }
}
