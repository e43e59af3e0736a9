package dev.belfry.voice.scripted;

import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.events.Events;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One session: a thread that takes an event after the other, and speaks between them. */
final class ScriptedSession implements VoiceProvider.Leg {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final int AHEAD = 100;
    private static final int ITEMS = 100;
    private static final int SECONDS = 4;
    private static final int LOST = 1006;
    private static final int PACE_MILLIS = 20;
    private static final int MIN_COMMIT_BYTES = 4_800;

    private final VoiceProvider.Listener listener;
    private final BlockingQueue<Sent> inbox = new LinkedBlockingQueue<>();
    private volatile boolean over;

    /** Held while the listener is told something, so that it hears nothing after the end. */
    private final ReentrantLock telling = new ReentrantLock();

    private final ObjectNode session = defaults();
    private final Map<String, Integer> soundOf = new LinkedHashMap<>();

    private Loudness loudness = new Loudness();
    private int uncommitted;
    private String speaking = Events.id("item");
    private Order order = Order.NONE;
    private @Nullable Answer answer;
    private long pace = PACE_MILLIS;
    private int closeCode = 1000;

    /** A client's event, or the end, which has no text. */
    private record Sent(@Nullable String text, CompletableFuture<Void> taken) {}

    /** What the last written text has ordered. */
    private record Order(String name, String argument) {

        static final Order NONE = new Order("", "");

        static Order of(String text) {
            if (!text.startsWith("/")) {
                return NONE;
            }
            var words = text.substring(1).split(" ", 2);
            return new Order(words[0], words.length > 1 ? words[1] : "");
        }

        int number(int absent) {
            return argument.matches("\\d{1,6}") ? Integer.parseInt(argument) : absent;
        }
    }

    ScriptedSession(VoiceProvider.Listener listener) {
        this.listener = listener;
    }

    void begin() {
        Thread.ofVirtual().name("belfry-scripted").start(this::run);
    }

    @Override
    public CompletionStage<Void> send(String frame) {
        if (over) {
            return DONE;
        }
        var sent = new Sent(frame, new CompletableFuture<>());
        inbox.add(sent);
        return inbox.size() <= AHEAD ? DONE : sent.taken();
    }

    @Override
    public void close() {
        telling.lock();
        try {
            over = true;
        } finally {
            telling.unlock();
        }
        inbox.add(new Sent(null, DONE));
    }

    private void run() {
        try {
            listener.opened();
            say(Events.of("session.created").set("session", session.deepCopy()));
            while (!over) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            inbox.forEach(sent -> sent.taken().complete(null));
            listener.closed(closeCode, "the script has ended");
        }
    }

    /** Takes what was sent before it goes on speaking. */
    private void step() throws InterruptedException {
        var speaks = answer != null && answer.hasNext();
        var sent = speaks ? inbox.poll(pace, TimeUnit.MILLISECONDS) : inbox.take();
        if (sent != null) {
            sent.taken().complete(null);
            if (sent.text() != null && !over) {
                take(sent.text());
            }
        } else if (answer != null) {
            speak(answer);
        }
    }

    /** Up to the next piece of sound, or to the end. */
    private void speak(Answer speaks) {
        while (speaks.hasNext() && !over) {
            var event = speaks.next();
            say(event);
            if (event.path("type").asString().equals("response.output_audio.delta")) {
                break;
            }
        }
        remember(speaks.item(), speaks.soundMillis());
        if (!speaks.hasNext()) {
            answer = null;
        }
    }

    private void take(String text) throws InterruptedException {
        var event = Events.read(text);
        if (event == null) {
            refuse("invalid_json", "No JSON object", null);
            return;
        }
        switch (event.path("type").asString("")) {
            case "session.update" -> {
                merge(session, event.path("session"));
                say(Events.of("session.updated").set("session", session.deepCopy()));
            }
            case "input_audio_buffer.append" -> hear(event);
            case "input_audio_buffer.commit" -> commit(event);
            case "input_audio_buffer.clear" -> {
                uncommitted = 0;
                loudness = new Loudness();
                say(Events.of("input_audio_buffer.cleared"));
            }
            case "conversation.item.create" -> create(event.path("item"));
            case "conversation.item.truncate" -> truncate(event);
            case "response.create" -> respond(event);
            case "response.cancel" -> {
                if (answer == null) {
                    refuse("response_cancel_not_active", "There is no response to cancel", event);
                } else {
                    stop(answer, "client_cancelled");
                }
            }
            default -> refuse("invalid_value", "No such type", event);
        }
    }

    private void hear(ObjectNode event) {
        byte[] sound;
        try {
            sound = Base64.getDecoder().decode(event.path("audio").asString(""));
        } catch (IllegalArgumentException e) {
            refuse("invalid_value", "The audio must be base64", event);
            return;
        }
        uncommitted += sound.length;
        var detection = session.at("/audio/input/turn_detection");
        if (!detection.isObject()) {
            return;
        }
        switch (loudness.hear(sound, detection.path("silence_duration_ms").asInt(500))) {
            case NOTHING -> {}
            case SPEECH_STARTED -> {
                speaking = Events.id("item");
                say(Events.of("input_audio_buffer.speech_started")
                        .put("audio_start_ms", loudness.startedAt())
                        .put("item_id", speaking));
                if (answer != null && detection.path("interrupt_response").asBoolean(true)) {
                    stop(answer, "turn_detected");
                }
            }
            case SPEECH_STOPPED -> {
                say(Events.of("input_audio_buffer.speech_stopped")
                        .put("audio_end_ms", loudness.millis())
                        .put("item_id", speaking));
                committed(loudness.end());
                if (detection.path("create_response").asBoolean(true)) {
                    begin(new Answer("You have been heard.", isSpoken(Events.object()), SECONDS));
                }
            }
        }
    }

    private void commit(ObjectNode event) {
        if (uncommitted < MIN_COMMIT_BYTES) {
            refuse("input_audio_buffer_commit_empty", "There must be 100 ms of audio at least", event);
            return;
        }
        speaking = Events.id("item");
        committed(uncommitted / 48);
    }

    private void committed(long millis) {
        uncommitted = 0;
        say(Events.of("input_audio_buffer.committed").put("item_id", speaking).putNull("previous_item_id"));
        var item = Events.object()
                .put("object", "realtime.item")
                .put("id", speaking)
                .put("type", "message")
                .put("role", "user")
                .put("status", "completed");
        item.putArray("content").addObject().put("type", "input_audio").putNull("transcript");
        added(item);
        say(Events.of("conversation.item.input_audio_transcription.completed")
                .put("item_id", speaking)
                .put("content_index", 0)
                .put("transcript", "I spoke for " + millis + " ms."));
    }

    private void create(JsonNode asked) throws InterruptedException {
        var item = asked.isObject() ? (ObjectNode) asked.deepCopy() : Events.object();
        if (!item.path("id").isString()) {
            item.put("id", Events.id("item"));
        }
        added(item.put("object", "realtime.item").put("status", "completed"));
        order = Order.of(item.at("/content/0/text").asString(""));
        obey();
    }

    private void obey() throws InterruptedException {
        switch (order.name()) {
            case "error" -> refuse(order.argument(), "As ordered", null);
            case "garbage" -> hearable("no json");
            case "delay" -> Thread.sleep(order.number(100));
            case "drop" -> end(LOST);
            case "close" -> end(order.number(1000));
            case "call" ->
                say(Events.of("response.function_call_arguments.done")
                        .put("call_id", Events.id("call"))
                        .put("name", order.argument())
                        .put("arguments", "{}"));
            default -> {}
        }
    }

    private void added(ObjectNode item) {
        say(Events.of("conversation.item.added").putNull("previous_item_id").set("item", item));
        say(Events.of("conversation.item.done").putNull("previous_item_id").set("item", item));
    }

    private void truncate(ObjectNode event) {
        var item = event.path("item_id").asString("");
        var end = event.path("audio_end_ms").asInt(-1);
        var length = soundOf.get(item);
        if (length == null || end < 0 || end > length) {
            refuse("invalid_value", "No such item with so much audio", event);
        } else {
            say(Events.of("conversation.item.truncated")
                    .put("item_id", item)
                    .put("content_index", 0)
                    .put("audio_end_ms", end));
        }
    }

    private void respond(ObjectNode event) {
        if (answer != null) {
            refuse("conversation_already_has_active_response", "There is a response already", event);
            return;
        }
        var seconds =
                switch (order.name()) {
                    case "say", "burst" -> order.number(SECONDS);
                    default -> SECONDS;
                };
        begin(new Answer("You have been read.", isSpoken(event.path("response")), seconds));
        pace = order.name().equals("burst") ? 0 : PACE_MILLIS;
    }

    private void begin(Answer answers) {
        answer = answers;
        pace = PACE_MILLIS;
    }

    private boolean isSpoken(JsonNode response) {
        var modalities = response.path("output_modalities");
        return (modalities.isArray() ? modalities : session.path("output_modalities"))
                .toString()
                .contains("audio");
    }

    private void stop(Answer stopped, String reason) {
        stopped.cancel(reason);
        speak(stopped);
    }

    private void remember(String item, int millis) {
        soundOf.put(item, millis);
        if (soundOf.size() > ITEMS) {
            soundOf.remove(soundOf.keySet().iterator().next());
        }
    }

    private void end(int code) {
        closeCode = code;
        over = true;
    }

    private void refuse(String code, String message, @Nullable ObjectNode cause) {
        hearable(Events.error(
                "invalid_request_error", code, message, cause == null ? null : Events.text(cause, "event_id")));
    }

    private void say(JsonNode event) {
        hearable(event.toString());
    }

    /** Waits until it is heard. */
    private void hearable(String event) {
        CompletionStage<Void> heard = DONE;
        telling.lock();
        try {
            if (!over) {
                heard = listener.event(event);
            }
        } finally {
            telling.unlock();
        }
        heard.toCompletableFuture().join();
    }

    private static void merge(ObjectNode into, JsonNode changes) {
        changes.properties().forEach(change -> {
            if (change.getValue() instanceof ObjectNode object && into.get(change.getKey()) instanceof ObjectNode old) {
                merge(old, object);
            } else {
                into.set(change.getKey(), change.getValue());
            }
        });
    }

    private static ObjectNode defaults() {
        var session = Events.object()
                .put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", Events.id("sess"))
                .put("model", "scripted");
        session.putArray("output_modalities").add("audio");
        var audio = session.putObject("audio");
        var input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        input.putObject("turn_detection").put("type", "server_vad").put("silence_duration_ms", 500);
        audio.putObject("output")
                .put("voice", "numbers")
                .putObject("format")
                .put("type", "audio/pcm")
                .put("rate", 24_000);
        return session;
    }
}
