package dev.belfry.realtime.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.protocol.Fastlane;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes about which PostgreSQL is asked: each arrives once and in order, however long the answers take. */
@Timeout(60)
class ChangeDispatcherTest {

    private static final Table TABLE =
            new Table("public", "t", List.of(new Column("id", "int8", true), new Column("name", "text", false, true)));

    private final ExecutorService catchUps = Executors.newFixedThreadPool(2);
    private final ExecutorService questions = Executors.newFixedThreadPool(2);
    private final Asked asked = new Asked();
    private final Journal journal = new Journal(1 << 20, Duration.ofMinutes(1), Clock.systemUTC());
    private final ChangeDispatcher dispatcher = new ChangeDispatcher(journal, asked, catchUps, questions);

    @AfterEach
    void stop() {
        dispatcher.close();
        catchUps.shutdownNow();
        questions.shutdownNow();
    }

    @Test
    void anAnswerThatTakesLongIsNotAskedForAgain() throws InterruptedException {
        asked.millis = 1_300; // longer than decisions are shared
        var subscriber = follow();

        happens(1);
        happens(2);

        assertThat(subscriber.next()).isEqualTo(1);
        assertThat(subscriber.next()).isEqualTo(2);
        assertThat(asked.times).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void anErrorInAQuestionHoldsUpNobodyForEver() throws InterruptedException {
        asked.breaks = true;
        var subscriber = follow();
        happens(1);
        assertThat(subscriber.failures.poll(10, TimeUnit.SECONDS)).isEqualTo(TABLE);

        asked.breaks = false;
        happens(2);

        assertThat(subscriber.next()).isEqualTo(2);
    }

    @Test
    void thatAnUnseenOldRowLeavesAFilterIsToldToNobody() throws InterruptedException {
        asked.sight = Sight.KEY;
        var subscriber = follow("name=eq.secret", true);

        updates(1, "secret", "other");
        updates(2, "other", "secret");

        assertThat(subscriber.next()).isEqualTo(2);
    }

    private void updates(long id, String from, String to) {
        dispatcher.accept(new Change.Update(TABLE, row(id, to), row(id, from), Instant.now(), new Position(id, 0)));
    }

    private static Row row(long id, String name) {
        return new Row(Map.of("id", Json.MAPPER.valueToTree(id), "name", Json.MAPPER.valueToTree(name)));
    }

    private void happens(long id) {
        dispatcher.accept(new Change.Insert(TABLE, row(id, "any"), Instant.now(), new Position(id, 0)));
    }

    private Listening follow() {
        return follow("id=gt.0", false);
    }

    private Listening follow(String filter, boolean leave) {
        dispatcher.start(Thread::new);
        var subscriber = new Listening(bindings(filter, leave));
        dispatcher.follow(subscriber, null, () -> {});
        return subscriber;
    }

    private static Bindings bindings(String filter, boolean leave) {
        try {
            var binding =
                    new Binding(1, Binding.Kind.ANY, "public", "t", List.of(), leave, FilterText.parse(filter), null);
            return new Bindings("all", Json.MAPPER.createArrayNode(), List.of(binding), null);
        } catch (UnusableBinding e) {
            throw new IllegalStateException(e);
        }
    }

    /** About everything PostgreSQL has to be asked. */
    private static final class Asked implements Visibility, Visibility.Judge {

        final AtomicInteger times = new AtomicInteger();
        volatile long millis;
        volatile boolean breaks;
        volatile Sight sight = Sight.ALL;

        @Override
        public Judge of(Change change, Set<String> roles) {
            return this;
        }

        @Override
        public boolean refuses(String role) {
            return false;
        }

        @Override
        public @Nullable Set<String> subjects(String role) {
            return null;
        }

        @Override
        public Sight of(Claims caller) {
            return Sight.OPEN;
        }

        @Override
        public List<Sight> ask(List<Claims> callers) {
            times.incrementAndGet();
            if (breaks) {
                throw new StackOverflowError("as of a policy that is too deep");
            }
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return callers.stream().map(caller -> sight).toList();
        }
    }

    private static final class Listening implements ChangeSubscriber {

        final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<Table> failures = new LinkedBlockingQueue<>();
        private final Bindings bindings;

        Listening(Bindings bindings) {
            this.bindings = bindings;
        }

        @Nullable
        Long next() throws InterruptedException {
            return heard.poll(15, TimeUnit.SECONDS);
        }

        @Override
        public String topic() {
            return "realtime:room";
        }

        @Override
        public Bindings bindings() {
            return bindings;
        }

        @Override
        public boolean isLegacy() {
            return false;
        }

        @Override
        public Claims claims() {
            return new Claims("{}", "authenticated", null, Instant.MAX);
        }

        @Override
        public void receive(Fastlane message, @Nullable Position position) {
            heard.add(position == null ? -1 : position.transaction());
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void whenRoom(Runnable action) {
            action.run();
        }

        @Override
        public void failed(Table table) {
            failures.add(table);
        }

        @Override
        public void missed(String why) {
            throw new IllegalStateException(why);
        }
    }
}
