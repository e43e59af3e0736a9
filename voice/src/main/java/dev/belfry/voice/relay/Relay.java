package dev.belfry.voice.relay;

import dev.belfry.domain.limits.TokenBucket;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.events.BetaDialect;
import dev.belfry.voice.events.ClientPolicy;
import dev.belfry.voice.events.ClientPolicy.Ruling;
import dev.belfry.voice.events.EventText;
import dev.belfry.voice.events.Events;
import dev.belfry.voice.events.PageEvents;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One conversation: what the page says goes to the provider if it may, what the provider says goes to the page in the form that it
 * speaks. When one of them ends, so does the other. The page's events come on one thread at a time, the provider's on another.
 */
public final class Relay {

    private static final Logger LOG = System.getLogger(Relay.class.getName());
    private static final int MAX_STRIKES = 10;
    private static final Duration PING = Duration.ofSeconds(20);
    private static final Duration SILENT = Duration.ofSeconds(45);
    private static final int RETRY_MILLIS = 1_000;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Conversation conversation;
    private final Page page;
    private final VoiceProvider provider;
    private final Relays.Common common;
    private final Relays relays;
    private final ClientPolicy policy;
    private final PageEvents view;
    private final Uplink uplink;
    private final TokenBucket bytes;
    private final TokenBucket messages;
    private final Turns turns;
    private final AtomicReference<@Nullable Ending> ended = new AtomicReference<>();
    private final AtomicReference<@Nullable Upstream> upstream = new AtomicReference<>();

    private final long begunAt;
    private volatile long heardAt;
    private volatile long activeAt;
    private volatile long pingedAt;
    private volatile boolean retried;
    private long chargedAt;
    private int strikes;

    Relay(Conversation conversation, Page page, VoiceProvider provider, Relays.Common common, Relays relays) {
        this.conversation = conversation;
        this.page = page;
        this.provider = provider;
        this.common = common;
        this.relays = relays;
        var limits = common.limits();
        policy = new ClientPolicy(common.rules());
        view = new PageEvents(conversation.form());
        uplink = new Uplink(limits.earlyBytes());
        begunAt = common.clock().getAsLong();
        heardAt = begunAt;
        activeAt = begunAt;
        pingedAt = begunAt;
        chargedAt = begunAt;
        bytes = new TokenBucket(limits.bytesPerSecond(), limits.bytesPerSecond(), begunAt);
        messages = new TokenBucket(limits.messagesPerSecond(), limits.messagesPerSecond(), begunAt);
        turns = new Turns(conversation, common, relays.traffic());
    }

    void begin() {
        if (ended.get() != null) {
            return;
        }
        var opened = new Upstream();
        upstream.set(opened);
        try {
            opened.open();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "VoiceProviderFailed: a session could not be opened: a defect", e);
            failed(Ending.PROVIDER_FAILED);
        }
        if (ended.get() != null) {
            opened.close(); // the page went while it was opened
        }
    }

    // ---- the page

    /** An event of the page. */
    public void received(String text) {
        heard();
        if (ended.get() != null || !isInTime(text.length())) {
            return;
        }
        relays.traffic().bytesIn.add(text.length());
        if (text.length() > common.limits().messageBytes()) {
            refuse("message_too_large", "An event may have " + common.limits().messageBytes() + " bytes at most", null);
        } else if (EventText.isAudio(text)) {
            forward(text);
        } else {
            receivedOther(text);
        }
    }

    /** Something of the page that is no text. */
    public void receivedBinary() {
        heard();
        if (ended.get() == null) {
            refuse("invalid_json", "Events are JSON objects in text frames; audio is base64 in them", null);
        }
    }

    /** The page is there. */
    public void heard() {
        heardAt = common.clock().getAsLong();
    }

    /** The page's socket has closed. */
    public void gone() {
        if (ended.compareAndSet(null, Ending.GONE)) {
            release();
        }
    }

    private void receivedOther(String text) {
        var event = Events.read(text);
        if (event == null) {
            refuse("invalid_json", "An event is a JSON object with a type, and no member comes twice", null);
            return;
        }
        activeAt = heardAt;
        view.decide(event);
        var general = view.isBeta() ? BetaDialect.fromPage(event) : event;
        switch (policy.judge(general)) {
            case Ruling.Pass() -> {
                if (general.path("type").asString("").equals("response.cancel")) {
                    drop();
                }
                forward(text);
            }
            case Ruling.Replaced(var replacement) -> forward(replacement.toString());
            case Ruling.Dropped() -> {}
            case Ruling.Refused(var code, var message) -> refuse(code, message, Events.text(event, "event_id"));
        }
    }

    private void forward(String text) {
        if (!uplink.offer(text)) {
            end(Ending.PROVIDER_SLOW);
        }
    }

    private boolean isInTime(int size) {
        var now = heardAt;
        var wait = Math.max(bytes.take(Math.min(size, common.limits().bytesPerSecond()), now), messages.take(now));
        if (wait == 0) {
            return true;
        }
        if (strike()) {
            end(Ending.TOO_FAST);
        } else {
            say(Events.error(
                    "rate_limit_error",
                    "rate_limit_exceeded",
                    common.limits().bytesPerSecond() + " bytes and "
                            + common.limits().messagesPerSecond() + " events per second are taken; wait " + wait
                            + " ms",
                    null));
        }
        return false;
    }

    private void refuse(String code, String message, @Nullable String cause) {
        relays.traffic().eventsRefused.increment();
        if (strike()) {
            end(Ending.POLICY);
        } else {
            say(Events.error("invalid_request_error", code, message, cause));
        }
    }

    private boolean strike() {
        return ++strikes > MAX_STRIKES;
    }

    private void drop() {
        relays.traffic().audioDropped.add(page.dropAudio());
    }

    private void say(String event) {
        relays.traffic().bytesOut.add(event.length());
        page.send(event);
    }

    // ---- the provider

    /** The provider's end: the first one, or the one after it if that did not begin. */
    private final class Upstream implements VoiceProvider.Listener {

        private final long openedAt = common.clock().getAsLong();
        private final CompletableFuture<VoiceProvider.Leg> leg = new CompletableFuture<>();

        /** The same, once it has taken the server's session: nothing of the page's comes before that. */
        private final CompletableFuture<VoiceProvider.Leg> ready = new CompletableFuture<>();

        private volatile boolean live;

        void open() {
            var opened = provider.open(conversation.user(), this);
            leg.complete(opened);
            var unused = opened.send(common.session()).thenRun(() -> ready.complete(opened));
        }

        void close() {
            var unused = leg.thenAccept(VoiceProvider.Leg::close);
        }

        @Override
        public void opened() {
            LOG.log(Level.DEBUG, "A provider has taken a session");
        }

        @Override
        public CompletionStage<Void> event(String text) {
            if (isCurrent() && ended.get() == null) {
                told(this, text);
            }
            return page.room();
        }

        /** The provider has begun: what the page has said until now is for it. */
        private void begun() {
            live = true;
            relays.traffic().begun();
            var unused = ready.thenAccept(uplink::open);
        }

        @Override
        public void closed(int code, String reason) {
            if (!isCurrent() || ended.get() != null) {
                return;
            }
            LOG.log(Level.INFO, "VoiceProviderClosed: {0} {1}", code, reason);
            if (live) {
                failed(Ending.ofClosed(code));
            } else {
                refused(Ending.ofRefused(code));
            }
        }

        private boolean isCurrent() {
            return upstream.get() == this;
        }
    }

    /** Nothing has been said to it yet, so another try loses nothing. */
    private void refused(Ending why) {
        if (why != Ending.UNAVAILABLE || retried) {
            failed(why);
            return;
        }
        retried = true;
        try {
            var unused = common.scheduler()
                    .schedule(this::begin, ThreadLocalRandom.current().nextLong(RETRY_MILLIS), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            end(Ending.STOPPING);
        }
    }

    private void failed(Ending why) {
        if (why != Ending.PROVIDER_DONE && why != Ending.EXPIRED) {
            relays.traffic().failed(why);
        }
        if (why == Ending.NOT_CONFIGURED) {
            LOG.log(Level.ERROR, "VoiceProviderRefused: {0} does not take this server''s sessions", provider.name());
        }
        end(why);
    }

    private void told(Upstream from, String text) {
        var type = EventText.type(text);
        var name = type == null ? "" : type.name();
        if (!from.live) {
            if (name.equals("error")) {
                toldBeforeItBegan(text);
                return;
            }
            from.begun();
        }
        if (name.equals("response.output_audio.delta")) {
            turns.sounded();
            var seen = view.view(text, type);
            if (seen != null) {
                relays.traffic().bytesOut.add(seen.length());
                page.sendAudio(seen);
            }
            return;
        }
        activeAt = common.clock().getAsLong();
        if (Turns.isOfInterest(name)) {
            var event = Events.read(text);
            if (event != null && isFatal(name, event)) {
                return;
            }
            if (event != null) {
                noted(name, event);
            }
        }
        var seen = view.view(text, type);
        if (seen != null) {
            say(seen);
        }
    }

    /** What goes wrong before a session begins may go right the next time, so the page does not hear of it yet. */
    private void toldBeforeItBegan(String text) {
        var event = Events.read(text);
        if (event != null && !isFatal("error", event)) {
            LOG.log(
                    Level.INFO,
                    "VoiceProviderClosed: {0}",
                    event.path("error").path("code").asString("error"));
        }
    }

    private void noted(String name, ObjectNode event) {
        turns.noted(name, event);
        if (name.equals("input_audio_buffer.speech_started") && turns.isInterrupting()) {
            drop();
        }
        var call = event.path("call_id");
        if (name.equals("response.function_call_arguments.done") && call.isString()) {
            policy.called(call.asString());
        }
    }

    /** An error that is about this server and not about the page is the operator's to know. */
    private boolean isFatal(String name, ObjectNode event) {
        var code = event.path("error").path("code").asString("");
        if (!name.equals("error") || !Turns.FATAL.contains(code)) {
            return false;
        }
        LOG.log(Level.INFO, "VoiceProviderClosed: {0}", code);
        failed(Ending.NOT_CONFIGURED);
        return true;
    }

    // ---- time

    void tick() {
        var now = common.clock().getAsLong();
        var limits = common.limits();
        var current = upstream.get();
        if (now - begunAt > limits.sessionTime().toNanos()) {
            end(Ending.EXPIRED);
        } else if (now - heardAt > SILENT.toNanos()) {
            end(Ending.GONE);
        } else if (now - activeAt > limits.idle().toNanos()) {
            end(Ending.IDLE);
        } else if (current != null
                && !current.live
                && now - current.openedAt > limits.patience().toNanos()) {
            upstream.compareAndSet(current, null);
            current.close();
            refused(Ending.UNAVAILABLE);
        } else if (now - Math.max(heardAt, pingedAt) > PING.toNanos()) {
            pingedAt = now;
            page.ping();
        }
        while (now - chargedAt > SECOND && ended.get() == null) {
            chargedAt += SECOND;
            if (!conversation.place().spend()) {
                end(Ending.QUOTA);
            }
        }
    }

    /** Ends it, for the page and for the provider. Idempotent. */
    public void end(Ending why) {
        if (ended.compareAndSet(null, why)) {
            release(); // first, so that a page which hears of its end finds room for another session
            if (why != Ending.GONE) {
                page.send(why.event());
            }
            page.end(why);
        }
    }

    private void release() {
        uplink.close();
        var current = upstream.get();
        if (current != null) {
            current.close();
        }
        conversation.place().giveBack();
        relays.remove(this);
    }
}
