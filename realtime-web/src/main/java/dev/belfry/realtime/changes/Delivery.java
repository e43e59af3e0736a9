package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Position;
import dev.belfry.realtime.changes.Matched.Selection;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One change on its way to whoever hears it: one decision for each identity and one message for each audience, however many they are. Any
 * thread may use it.
 */
final class Delivery {

    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private final Journal.Happened happened;
    private final Visibility.Judge judge;
    private final boolean isNews;
    private final long madeAt = System.nanoTime();
    /** What PostgreSQL said. */
    private final Map<Claims, Sight> decided = new ConcurrentHashMap<>();

    private final Map<Form, ChangeJson> texts = new ConcurrentHashMap<>();
    private final Map<Audience, Fastlane> messages = new ConcurrentHashMap<>();
    private final Set<Claims> waiting = new LinkedHashSet<>();
    private List<Consumer<Delivery>> waiters = new ArrayList<>();
    private boolean asks;

    /** What makes the text of a change differ. */
    private record Form(List<String> select, Sight.Shown sight) {}

    /** What makes messages differ: subscribers for whom it is the same share one message. */
    private record Audience(String topic, boolean isLegacy, Selection selection, Sight sight) {}

    /** @param isNews false if it has been told before, to others */
    Delivery(Journal.Happened happened, Visibility.Judge judge, boolean isNews) {
        this.happened = happened;
        this.judge = judge;
        this.isNews = isNews;
    }

    Visibility.Judge judge() {
        return judge;
    }

    long ageNanos() {
        return System.nanoTime() - madeAt;
    }

    /** What that one sees of it; {@link Sight#OPEN} if that has to be asked. */
    Sight sight(Claims caller) {
        var sight = Patience.until(() -> judge.of(caller));
        return sight instanceof Sight.Open ? decided.getOrDefault(caller, sight) : sight;
    }

    /** Whether the role may not read the table at all. */
    boolean refuses(String role) {
        return Patience.until(() -> judge.refuses(role));
    }

    /** Whether PostgreSQL has said what that one sees of that change. */
    boolean answers(Journal.Happened asked, Claims caller) {
        return happened.number() == asked.number() && decided.containsKey(caller);
    }

    /** Somebody, and what to do once it is known what that one sees. */
    record Waiter(Claims caller, Consumer<Delivery> then) {}

    /** Has PostgreSQL asked in that lane, about all who wait by then. */
    void ask(Collection<Waiter> asking, Lanes lanes) {
        synchronized (waiting) {
            asking.forEach(waiter -> {
                waiting.add(waiter.caller());
                waiters.add(waiter.then());
            });
            if (asks) {
                return;
            }
            asks = true;
        }
        lanes.run(happened.change().table().toString(), this::answer);
    }

    private void answer() {
        while (true) {
            List<Claims> callers;
            List<Consumer<Delivery>> then;
            synchronized (waiting) {
                if (waiters.isEmpty()) {
                    asks = false;
                    return;
                }
                callers = waiting.stream()
                        .filter(caller -> !decided.containsKey(caller))
                        .toList();
                waiting.clear();
                then = waiters;
                waiters = new ArrayList<>();
            }
            decide(callers);
            then.forEach(waiter -> waiter.accept(this));
        }
    }

    private void decide(List<Claims> callers) {
        var sights = sights(callers);
        for (var i = 0; i < callers.size(); i++) {
            decided.put(callers.get(i), sights.get(i));
        }
    }

    private List<Sight> sights(List<Claims> callers) {
        try {
            return callers.isEmpty() ? List.of() : Patience.until(() -> judge.ask(callers));
        } catch (Throwable e) { // whoever waits must not wait for ever
            LOG.log(
                    Level.WARNING,
                    "PolicyFailed: a change of {0} is kept from {1} callers: {2}",
                    happened.change().table(),
                    callers.size(),
                    e.getMessage());
            return Collections.nCopies(callers.size(), Sight.FAILED);
        }
    }

    void to(ChangeSubscriber subscriber, Matched matched, Sight sight) {
        switch (sight) {
            case Sight.Nothing ignored -> {}
            case Sight.Open ignored -> throw new IllegalStateException("it has to be asked first");
            case Sight.Failed ignored -> failed(subscriber, matched);
            case Sight.Shown shown -> show(subscriber, matched, shown);
        }
    }

    /** The last message of a change stands for all of them: what is acknowledged is the change. */
    private void show(ChangeSubscriber subscriber, Matched matched, Sight.Shown sight) {
        var selections = matched.told(happened.change(), sight);
        for (var i = 0; i < selections.size(); i++) {
            var selection = selections.get(i);
            var isLast = i == selections.size() - 1;
            send(subscriber, selection, sight, () -> text(new Form(selection.select(), sight)), isLast);
        }
    }

    private ChangeJson text(Form form) {
        return texts.computeIfAbsent(
                form,
                made -> form.select().isEmpty() && form.sight().equals(Sight.ALL)
                        ? happened.json()
                        : new ChangeJson(happened.change(), form.select(), form.sight()));
    }

    private void failed(ChangeSubscriber subscriber, Matched matched) {
        var ids = matched.unfiltered();
        if (ids.isEmpty()) {
            subscriber.failed(happened.change().table());
        } else {
            tell(subscriber, ids, ErrorJson.FAILED);
        }
    }

    /** To one who may not read the table: that there was a change, whatever was asked for. */
    void refuse(ChangeSubscriber subscriber, Matched concerned) {
        tell(subscriber, concerned.ids(), ErrorJson.UNAUTHORIZED);
    }

    private void tell(ChangeSubscriber subscriber, List<Long> ids, ErrorJson error) {
        var sight = error == ErrorJson.FAILED ? Sight.FAILED : Sight.NOTHING;
        send(subscriber, new Selection(ids, List.of()), sight, () -> () -> error.of(happened.change(), type()), true);
    }

    private String type() {
        return happened.json().type();
    }

    private void send(
            ChangeSubscriber subscriber,
            Selection selection,
            Sight sight,
            Supplier<Supplier<String>> data,
            boolean isLast) {
        var audience = new Audience(subscriber.topic(), subscriber.isLegacy(), selection, sight);
        var message = messages.get(audience);
        if (message == null) {
            message =
                    messages.computeIfAbsent(audience, to -> Fastlane.ofChange(message(to, data.get()), committedAt()));
        }
        subscriber.receive(message, isLast ? position() : null);
    }

    private @Nullable Instant committedAt() {
        return isNews ? happened.change().committedAt() : null;
    }

    private @Nullable Position position() {
        return happened.change().position();
    }

    private ServerMessage.ForMany message(Audience audience, Supplier<String> data) {
        return audience.isLegacy()
                ? new ServerMessage.BareChange(audience.topic(), type(), data)
                : new ServerMessage.PostgresChanges(
                        audience.topic(), audience.selection().ids(), data);
    }
}
