package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.Right;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeSubscriber;
import dev.belfry.realtime.channel.JoinResult.Allowed;
import dev.belfry.realtime.hub.Subscriber;
import dev.belfry.realtime.hub.Subscription;
import dev.belfry.realtime.presence.Place;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.JoinConfig.Replay.Since;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.resume.Progress;
import dev.belfry.realtime.traffic.Traffic;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One socket's membership of one topic, for as long as the client stays: hours, often. */
final class Channel implements Subscriber, ChangeSubscriber {

    private final Allowed join;
    private final @Nullable String joinRef;
    private final Outbound outbound;
    private final Features features;
    private final Place place;
    private final boolean comesBack;
    /** Of a page that may come back. */
    private final @Nullable Progress progress;
    /** Of a channel that asked for it. */
    private final @Nullable Replay replay;

    private @Nullable Subscription subscription;
    private volatile Claims claims;
    private volatile Rights rights;
    private volatile boolean hearsPresence;
    private volatile boolean hasQuit;
    private final Set<String> failedTables = ConcurrentHashMap.newKeySet();
    private boolean asksPresence;
    private boolean tracks;

    Channel(Allowed join, @Nullable String joinRef, Connection connection, Outbound outbound, Features features) {
        this.join = join;
        this.joinRef = joinRef;
        this.outbound = outbound;
        this.features = features;
        this.claims = join.claims();
        this.rights = join.rights();
        var asked = join.config().presenceKey();
        var key = asked.isEmpty() ? connection.presenceKey(topic()) : asked;
        this.place = new Place(key, connection.holder(claims));
        this.comesBack = connection.comesBack();
        this.replay = join.config().replay() instanceof Since ? new Replay() : null;
        this.progress = comesBack ? features.resumptions().enter(place.holder(), join.topic(), outbound) : null;
        this.subscription = comesBack ? null : features.hub().subscribe(join.topic(), this);
        features.traffic().joined();
    }

    /** What was stored, if it was asked for. Blocks then; what is said meanwhile is not missed. */
    List<StoredMessage> stored() throws MessagesFailed {
        return join.config().replay() instanceof Since(var time, var limit) && rights.has(Right.BROADCAST_READ)
                ? features.archive().since(join.topic().name(), time, limit)
                : List.of();
    }

    /**
     * Answers the join, and from then on the channel hears changes: one before the answer would find bindings without ids.
     *
     * @param stored messages, which come first
     */
    void open(Runnable answer, List<StoredMessage> stored) {
        if (join.bindings().bindings().isEmpty()) {
            answer(answer);
        } else {
            features.changes().follow(this, progress == null ? null : progress.changesFrom(), () -> answer(answer));
        }
        if (replay != null) {
            replay(replay, stored);
        }
        if (progress != null) {
            resume(progress);
        }
        if (join.config().replicationReady() && features.archive().isHeard()) {
            tell("system", true, "Replication connection established");
        } else if (join.config().replicationReady()) {
            tell("system", false, "Broadcast from the database is not available on this server");
        }
        if (join.config().presence()) {
            hearPresence();
        }
    }

    private void answer(Runnable answer) {
        answer.run();
        var bindings = join.bindings();
        if (bindings.problem() != null) {
            tell("postgres_changes", false, bindings.problem());
        } else if (!bindings.bindings().isEmpty()) {
            tell("postgres_changes", true, "Subscribed to PostgreSQL");
        }
    }

    private void replay(Replay before, List<StoredMessage> stored) {
        for (var message : stored) {
            outbound.send(new ServerMessage.Replayed(joinRef, topic(), BroadcastContent.of(message, true)));
        }
        before.end(stored.stream().map(StoredMessage::id).collect(Collectors.toSet()), this::deliver);
    }

    /** From here on the page has heard, or will hear, everything since it was here last. */
    private void resume(Progress place) {
        if (!join.bindings().bindings().isEmpty()) {
            place.follows(() -> features.changes().reached(this));
        }
        var unknown = place.unknown();
        if (unknown != null) {
            missed(unknown);
        }
        subscription = place.memory()
                .subscribe(
                        this,
                        place.broadcastsFrom(),
                        () -> missed("the first broadcasts that were missed are not kept any more"));
    }

    Allowed join() {
        return join;
    }

    Rights rights() {
        return rights;
    }

    /** What has been found out about the rights of its token. */
    void learn(Set<Right> asked, Set<Right> granted) {
        rights = rights.and(asked, granted);
    }

    /** Whether it is told, or wants to be told, who is here. */
    boolean needsPresence() {
        return join.config().presence() || tracks;
    }

    void renew(Claims newClaims, Rights newRights) {
        claims = newClaims;
        rights = newRights;
        features.changes().renewed(this);
        if (!newRights.has(Right.PRESENCE_READ)) {
            asksPresence = false;
            hearsPresence = false;
        } else if (needsPresence()) {
            hearPresence();
        }
    }

    void broadcast(BroadcastContent content) {
        var message = new ServerMessage.Broadcast(topic(), content);
        if (join.config().self()) {
            features.hub().publish(join.topic(), message);
        } else {
            features.hub().publishFrom(this, join.topic(), message);
        }
    }

    /** @param state a JSON object as text */
    void track(String state) {
        tracks = true;
        features.presences().track(join.topic(), place, this, state);
        hearPresence();
    }

    void untrack() {
        features.presences().untrack(join.topic(), place, this);
    }

    /** Diffs come on the presence thread too, so that none can come between the state and this flag. */
    private void hearPresence() {
        if (!asksPresence && rights.has(Right.PRESENCE_READ)) {
            asksPresence = true;
            features.presences().withState(join.topic(), metas -> {
                if (rights.has(Right.PRESENCE_READ)) { // a new token may have come meanwhile
                    outbound.send(new ServerMessage.PresenceState(joinRef, topic(), metas));
                    hearsPresence = true;
                }
            });
        }
    }

    /** Ends the membership by the client's will. */
    void close() {
        quit(false);
        outbound.send(new ServerMessage.Close(joinRef, topic()));
    }

    /** Ends the membership so that the client joins again by itself. */
    void fail() {
        quit(comesBack);
        outbound.send(new ServerMessage.Failure(joinRef, topic()));
    }

    /** The socket has gone. */
    void lost() {
        quit(comesBack);
    }

    /** Another join of the same socket takes this one's place. */
    void replaced() {
        quit(comesBack);
        outbound.send(new ServerMessage.Close(joinRef, topic()));
    }

    private void quit(boolean mayComeBack) {
        if (progress != null && mayComeBack) {
            progress.stopped();
        }
        features.changes().unfollow(this);
        features.traffic().left();
        hasQuit = true;
        if (subscription != null) {
            subscription.close();
        }
        if (progress != null && mayComeBack) {
            features.resumptions().lost(progress);
        } else if (progress != null) {
            features.resumptions().left(place.holder(), join.topic(), progress);
        }
        if (tracks && mayComeBack) {
            features.presences().lost(join.topic(), place, this);
        } else if (tracks) {
            features.presences().untrack(join.topic(), place, this);
        }
    }

    void tell(String extension, boolean ok, String text) {
        outbound.send(new ServerMessage.Notice(joinRef, topic(), extension, ok, text));
    }

    @Override
    public void receive(Fastlane message) {
        var isHeard =
                switch (message.message()) {
                    case ServerMessage.Broadcast ignored ->
                        rights.has(Right.BROADCAST_READ) && (replay == null || replay.passes(message));
                    case ServerMessage.PresenceDiff ignored -> hearsPresence && rights.has(Right.PRESENCE_READ);
                    case ServerMessage.PostgresChanges ignored -> true;
                    case ServerMessage.BareChange ignored -> true;
                };
        if (isHeard) {
            deliver(message);
        }
    }

    private void deliver(Fastlane message) {
        var isPresence = message.message() instanceof ServerMessage.PresenceDiff;
        features.traffic().delivered(isPresence ? Traffic.Kind.PRESENCE : Traffic.Kind.BROADCAST);
        if (progress != null && message.number() > 0) {
            outbound.send(message, () -> progress.sentBroadcast(message.number()));
        } else {
            outbound.send(message);
        }
    }

    @Override
    public Object identity() {
        return progress == null ? this : place.holder();
    }

    @Override
    public void receive(Fastlane message, @Nullable Position position) {
        if (hasQuit) {
            return; // it is owed to the channel that comes in this one's place
        }
        features.traffic().delivered(Traffic.Kind.CHANGE);
        if (progress == null || position == null) {
            outbound.send(message);
        } else {
            outbound.send(message, () -> progress.sentChange(position));
        }
    }

    @Override
    public boolean hasRoom() {
        return outbound.hasRoom();
    }

    @Override
    public void whenRoom(Runnable action) {
        outbound.whenRoom(action);
    }

    @Override
    public void failed(Table table) {
        if (failedTables.add(table.toString())) {
            tell(
                    "system",
                    false,
                    "PolicyFailed: PostgreSQL cannot decide which changes of " + table
                            + " you may see: its policies raise an error for you, or are too slow");
        }
    }

    @Override
    public void missed(String why) {
        tell("system", false, "ResumeWindowExceeded: " + why);
    }

    @Override
    public String topic() {
        return join.topic().topic();
    }

    @Override
    public Bindings bindings() {
        return join.bindings();
    }

    @Override
    public boolean isLegacy() {
        return join.config().isLegacy();
    }

    @Override
    public Claims claims() {
        return claims;
    }
}
