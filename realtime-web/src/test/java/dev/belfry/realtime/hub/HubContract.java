package dev.belfry.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage.BareChange;
import dev.belfry.realtime.protocol.ServerMessage.ForMany;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every hub keeps to, on one server. */
@Timeout(60)
abstract class HubContract {

    static final TopicKey ROOM = new TopicKey("room", false);
    private static final TopicKey PRIVATE_ROOM = new TopicKey("room", true);

    abstract Hub hub();

    @Test
    void everybodyOnTheTopicHears() {
        var one = join(ROOM);
        var other = join(ROOM);

        hub().publish(ROOM, message("hello"));

        assertThat(one.heard()).containsExactly("hello");
        assertThat(other.heard()).containsExactly("hello");
    }

    @Test
    void nobodyOnAnotherTopicHears() {
        var elsewhere = join(new TopicKey("roo", false));

        hub().publish(ROOM, message("hello"));

        assertThat(elsewhere.heard()).isEmpty();
    }

    @Test
    void publishingToNobodyIsNoFailure() {
        assertThatCode(() -> hub().publish(ROOM, message("hello"))).doesNotThrowAnyException();
    }

    @Test
    void aPrivateAndAPublicTopicOfOneNameAreTwo() {
        var inPublic = join(ROOM);
        var inPrivate = join(PRIVATE_ROOM);

        hub().publish(ROOM, message("loud"));
        hub().publish(PRIVATE_ROOM, message("quiet"));

        assertThat(inPublic.heard()).containsExactly("loud");
        assertThat(inPrivate.heard()).containsExactly("quiet");
    }

    @Test
    void skipsTheSender() {
        var sender = join(ROOM);
        var other = join(ROOM);

        hub().publishFrom(sender, ROOM, message("hello"));

        assertThat(sender.heard()).isEmpty();
        assertThat(other.heard()).containsExactly("hello");
    }

    @Test
    void aSenderOnAnotherTopicSkipsNobody() {
        var sender = join(PRIVATE_ROOM);
        var other = join(ROOM);

        hub().publishFrom(sender, ROOM, message("hello"));

        assertThat(other.heard()).containsExactly("hello");
    }

    @Test
    void onePublicationIsOneMessageForAll() {
        var received = new ArrayList<Fastlane>();
        hub().subscribe(ROOM, received::add);
        hub().subscribe(ROOM, message -> received.add(message));

        hub().publish(ROOM, message("hello"));

        assertThat(received).hasSize(2);
        assertThat(received.getFirst()).isSameAs(received.getLast());
    }

    @Test
    void whoHasLeftHearsNothingMore() {
        var stays = join(ROOM);
        var leaves = new Inbox();
        var subscription = hub().subscribe(ROOM, leaves);
        hub().publish(ROOM, message("before"));

        subscription.close();
        hub().publish(ROOM, message("after"));

        assertThat(leaves.heard()).containsExactly("before");
        assertThat(stays.heard()).containsExactly("before", "after");
    }

    @Test
    void leavingTwiceIsLeavingOnce() {
        var stays = join(ROOM);
        var subscription = hub().subscribe(ROOM, new Inbox());

        subscription.close();
        subscription.close();
        hub().publish(ROOM, message("hello"));

        assertThat(stays.heard()).containsExactly("hello");
    }

    @Test
    void anOldSubscriptionClosedAgainEndsNoNewerOne() {
        var inbox = new Inbox();
        var old = hub().subscribe(ROOM, inbox);
        old.close();
        hub().subscribe(ROOM, inbox);

        old.close();
        hub().publish(ROOM, message("hello"));

        assertThat(inbox.heard()).containsExactly("hello");
    }

    @Test
    void oneFailureDoesNotStarveTheRest() {
        var inboxes = new ArrayList<Inbox>();
        for (var i = 0; i < 10; i++) {
            inboxes.add(join(ROOM));
            hub().subscribe(ROOM, new Broken());
        }

        assertThatCode(() -> hub().publish(ROOM, message("hello"))).doesNotThrowAnyException();

        assertThat(inboxes).allSatisfy(inbox -> assertThat(inbox.heard()).containsExactly("hello"));
    }

    @Test
    void messagesOfOneThreadArriveInItsOrder() throws Exception {
        var inbox = join(ROOM);
        var publishers = 4;

        inParallel(IntStream.range(0, publishers)
                .<Callable<Void>>mapToObj(publisher -> () -> {
                    for (var i = 0; i < 500; i++) {
                        hub().publish(ROOM, message(publisher + ":" + i));
                    }
                    return null;
                })
                .toList());

        for (var publisher = 0; publisher < publishers; publisher++) {
            var mine = publisher + ":";
            assertThat(inbox.heard().stream().filter(name -> name.startsWith(mine)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(i -> mine + i).toList());
        }
    }

    @Test
    void whoStaysLosesNothingWhileOthersComeAndGo() throws Exception {
        var staying = List.of(join(ROOM), join(ROOM));
        var isOver = new AtomicBoolean();
        Callable<Void> comeAndGo = () -> {
            while (!isOver.get()) {
                hub().subscribe(ROOM, new Inbox()).close();
            }
            return null;
        };
        Callable<Void> publish = () -> {
            for (var i = 0; i < 5_000; i++) {
                hub().publish(ROOM, message(String.valueOf(i)));
            }
            isOver.set(true);
            return null;
        };

        inParallel(List.of(comeAndGo, comeAndGo, publish));

        var all = IntStream.range(0, 5_000).mapToObj(String::valueOf).toList();
        assertThat(staying).allSatisfy(inbox -> assertThat(inbox.heard()).containsExactlyElementsOf(all));
    }

    /** The topic is empty again and again, and somebody joins it as it becomes so. */
    @Test
    void whoHasJoinedHearsHoweverManyLeaveMeanwhile() throws Exception {
        Callable<Integer> joinAndSpeak = () -> {
            var missed = 0;
            for (var i = 0; i < 5_000; i++) {
                var inbox = new Inbox();
                var subscription = hub().subscribe(ROOM, inbox);
                var name = Thread.currentThread().threadId() + ":" + i;
                hub().publish(ROOM, message(name));
                missed += inbox.heard().contains(name) ? 0 : 1;
                subscription.close();
            }
            return missed;
        };

        assertThat(inParallel(List.of(joinAndSpeak, joinAndSpeak, joinAndSpeak)))
                .containsExactly(0, 0, 0);
    }

    Inbox join(TopicKey topic) {
        var inbox = new Inbox();
        hub().subscribe(topic, inbox);
        return inbox;
    }

    /** All at once; fails as they fail. */
    static <T> List<T> inParallel(Collection<? extends Callable<T>> tasks) throws Exception {
        try (var threads = Executors.newFixedThreadPool(tasks.size())) {
            var results = new ArrayList<T>();
            for (var result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }

    static ForMany message(String name) {
        return new BareChange(ROOM.topic(), name, () -> "{}");
    }

    /** Remembers what it heard. */
    static final class Inbox implements Subscriber {

        private final Queue<String> heard = new ConcurrentLinkedQueue<>();

        @Override
        public void receive(Fastlane message) {
            heard.add(((BareChange) message.message()).kind());
        }

        List<String> heard() {
            return List.copyOf(heard);
        }
    }

    private static final class Broken implements Subscriber {

        @Override
        public void receive(Fastlane message) {
            throw new Failure();
        }
    }

    /** Logged, so without a stack trace. */
    private static final class Failure extends RuntimeException {

        Failure() {
            super("thrown by the test", null, false, false);
        }
    }
}
