package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.realtime.changes.Subscriptions.Selection;
import dev.belfry.realtime.changes.Visibility.Sight;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One change on its way to whoever hears it: one decision for each identity and one message for each audience, however many they are.
 */
final class Delivery {

    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private static final long RETRY_MILLIS = 200;

    private final Journal.Happened happened;
    private final Visibility visibility;
    private final Map<Claims, Sight> decided = new HashMap<>();
    private final Map<Form, ChangeJson> texts = new HashMap<>();
    private final Map<Audience, Fastlane> messages = new HashMap<>();

    /** What makes the text of a change differ. */
    private record Form(List<String> select, boolean keyOnly) {}

    /** What makes messages differ: subscribers for whom it is the same share one message. */
    private record Audience(String topic, boolean isLegacy, Selection selection, boolean keyOnly) {}

    Delivery(Journal.Happened happened, Visibility visibility) {
        this.happened = happened;
        this.visibility = visibility;
    }

    void to(ChangeSubscriber subscriber, List<Selection> selections) {
        switch (decided.computeIfAbsent(subscriber.claims(), this::decide)) {
            case NOTHING -> {}
            case UNKNOWN ->
                subscriber.missed("PostgreSQL could not decide whether a change of "
                        + happened.change().table() + " may be seen");
            case KEY -> send(subscriber, selections, true);
            case ALL -> send(subscriber, selections, false);
        }
    }

    /** The last message of a change stands for all of them: what is acknowledged is the change. */
    private void send(ChangeSubscriber subscriber, List<Selection> selections, boolean keyOnly) {
        for (var i = 0; i < selections.size(); i++) {
            var audience = new Audience(subscriber.topic(), subscriber.isLegacy(), selections.get(i), keyOnly);
            var message = messages.computeIfAbsent(audience, to -> new Fastlane(message(to)));
            var isLast = i == selections.size() - 1;
            subscriber.receive(message, isLast ? happened.change().position() : null);
        }
    }

    private ServerMessage.ForMany message(Audience audience) {
        var form = new Form(audience.selection().select(), audience.keyOnly());
        var data = texts.computeIfAbsent(form, this::text);
        return audience.isLegacy()
                ? new ServerMessage.BareChange(audience.topic(), data.type(), data)
                : new ServerMessage.PostgresChanges(
                        audience.topic(), audience.selection().ids(), data);
    }

    private ChangeJson text(Form form) {
        return form.select().isEmpty() && !form.keyOnly()
                ? happened.json()
                : new ChangeJson(happened.change(), form.select(), form.keyOnly());
    }

    /** Waits for a database that is away: what is not known must not be taken for a no. */
    private Sight decide(Claims caller) {
        for (var attempt = 0; ; attempt++) {
            try {
                return visibility.of(happened.change(), caller);
            } catch (DatabaseAway e) {
                if (attempt == 0) {
                    LOG.log(
                            Level.WARNING,
                            "PoliciesAwaited: changes wait until they can be decided. {0}",
                            e.getMessage());
                }
                pause();
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "PolicyFailed: a change of {0} is kept from {1}: {2}",
                        happened.change().table(),
                        caller,
                        e.getMessage());
                return Sight.UNKNOWN;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server stops while changes wait", e);
        }
    }
}
