package dev.belfry.voice.local;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import dev.belfry.voice.assistant.Assistant;
import dev.belfry.voice.speech.Engines;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What a session hears, says and remembers. For one thread at a time. */
final class Dialogue implements Hearing.Turns {

    private static final String INVALID = "invalid_request_error";

    private final Claims caller;
    private final Engines engines;
    private final Assistant assistant;
    private final Pace pace;
    private final Executor mailbox;
    private final Line line;
    private final Hearing hearing;
    private final Conversation conversation = new Conversation();
    private final Session session = new Session();

    private @Nullable Answer answer;
    private long answerStart;
    private @Nullable String spokenItem;
    private @Nullable String about;

    Dialogue(Claims caller, Engines engines, Assistant assistant, Pace pace, Executor mailbox, Line line) {
        this.caller = caller;
        this.engines = engines;
        this.assistant = assistant;
        this.pace = pace;
        this.mailbox = mailbox;
        this.line = line;
        hearing = new Hearing(engines.ears(), this);
        hearing.detect(session.turnDetection());
    }

    void begin() {
        say(Events.event("session.created").set("session", session.json()));
    }

    void end() {
        answer = null;
        hearing.forget();
    }

    void take(String frame) {
        about = null;
        if (!(parsed(frame) instanceof ObjectNode event)) {
            refuse("invalid_json", "An event has to be a JSON object");
            return;
        }
        about = event.path("event_id").asString(null);
        switch (event.path("type").asString("")) {
            case "input_audio_buffer.append" -> append(event.path("audio").asString(""));
            case "input_audio_buffer.commit" -> commitWhenEnough();
            case "input_audio_buffer.clear" -> clear();
            case "session.update" -> update(event.path("session"));
            case "conversation.item.create" -> create(event.path("item"));
            case "conversation.item.retrieve" -> retrieve(event.path("item_id").asString(""));
            case "conversation.item.truncate" -> truncate(event);
            case "conversation.item.delete" -> delete(event.path("item_id").asString(""));
            case "response.create" -> respondIfIdle(event.path("response"));
            case "response.cancel" -> cancel(event.path("response_id").asString(null));
            default -> refuse("unknown_event", "There is no event of the type " + event.path("type"));
        }
    }

    private static JsonNode parsed(String frame) {
        try {
            return Json.MAPPER.readTree(frame);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private void update(JsonNode changes) {
        var problem = session.update(changes);
        if (problem != null) {
            refuse("invalid_value", problem);
            return;
        }
        hearing.detect(session.turnDetection());
        say(Events.event("session.updated").set("session", session.json()));
    }

    private void append(String audio) {
        try {
            hearing.hear(Base64.getDecoder().decode(audio));
        } catch (IllegalArgumentException e) {
            refuse("invalid_value", "audio has to be base64 (RFC 4648 §4): " + e.getMessage());
        }
    }

    @Override
    public void started(long atMillis) {
        spokenItem = Events.id("item");
        say(Events.event("input_audio_buffer.speech_started")
                .put("audio_start_ms", atMillis)
                .put("item_id", spokenItem));
        var detection = session.turnDetection();
        if (detection != null && detection.interrupts()) {
            endAnswer("turn_detected");
        }
    }

    @Override
    public void stopped(long atMillis) {
        say(Events.event("input_audio_buffer.speech_stopped")
                .put("audio_end_ms", atMillis)
                .put("item_id", spokenItem));
        var isUnderstood = commit();
        var detection = session.turnDetection();
        if (isUnderstood && detection != null && detection.createsResponse()) {
            respondIfIdle(MissingNode.getInstance());
        }
    }

    @Override
    public void unheard() {
        fail(
                "server_error",
                "server_overloaded",
                "As many people as this server can listen to are speaking: try again");
    }

    private void commitWhenEnough() {
        if (hearing.hasEnough()) {
            commit();
        } else {
            refuse(
                    "input_audio_buffer_commit_empty",
                    "The buffer holds " + hearing.heldMillis() + " ms of audio, and at least 100 ms make a turn");
        }
    }

    /** @return whether anything was understood */
    private boolean commit() {
        var item = new Item(
                Objects.requireNonNullElseGet(spokenItem, () -> Events.id("item")),
                Item.Form.SPOKEN_BY_USER,
                "",
                hearing.heldMillis(),
                "completed");
        spokenItem = null;
        say(Events.event("input_audio_buffer.committed")
                .put("item_id", item.id())
                .put("previous_item_id", conversation.last()));
        add(item);
        var text = hearing.take();
        conversation.replace(item.withText(text, item.audioMillis(), item.status()));
        if (session.transcribes()) {
            transcribed(item, text);
        }
        return !text.isEmpty();
    }

    private void transcribed(Item item, String text) {
        var type = "conversation.item.input_audio_transcription.";
        if (!text.isEmpty()) {
            say(Events.event(type + "delta")
                    .put("item_id", item.id())
                    .put("content_index", 0)
                    .put("delta", text));
        }
        var completed = Events.event(type + "completed")
                .put("item_id", item.id())
                .put("content_index", 0)
                .put("transcript", text);
        completed.putObject("usage").put("type", "duration").put("seconds", item.audioMillis() / 1000.0);
        say(completed);
    }

    private void clear() {
        hearing.forget();
        say(Events.event("input_audio_buffer.cleared"));
    }

    private void create(JsonNode asked) {
        var item = Item.written(asked);
        if (item == null) {
            refuse(
                    "invalid_value",
                    "item has to be a message whose role is user with input_text, or assistant with output_text");
        } else if (conversation.find(item.id()).isPresent()) {
            refuse("invalid_value", "There is an item " + item.id() + " already");
        } else {
            add(item);
        }
    }

    private void add(Item item) {
        var previous = conversation.last();
        conversation.add(item);
        say(Events.event("conversation.item.added")
                .put("previous_item_id", previous)
                .set("item", item.json()));
        say(Events.event("conversation.item.done")
                .put("previous_item_id", previous)
                .set("item", item.json()));
    }

    private void retrieve(String id) {
        conversation
                .find(id)
                .ifPresentOrElse(
                        item -> say(Events.event("conversation.item.retrieved").set("item", item.json())),
                        () -> refuseUnknownItem(id));
    }

    private void delete(String id) {
        if (conversation.remove(id)) {
            say(Events.event("conversation.item.deleted").put("item_id", id));
        } else {
            refuseUnknownItem(id);
        }
    }

    private void truncate(ObjectNode event) {
        var id = event.path("item_id").asString("");
        var end = event.path("audio_end_ms").asLong(-1);
        var item = conversation.find(id).orElse(null);
        if (item == null) {
            refuseUnknownItem(id);
        } else if (!item.isAnswer() || end < 0 || end > item.audioMillis()) {
            refuse(
                    "invalid_value",
                    "audio_end_ms has to be from 0 to the " + item.audioMillis() + " ms of the item's audio");
        } else {
            conversation.replace(item.truncated(end));
            say(Events.event("conversation.item.truncated")
                    .put("item_id", id)
                    .put("content_index", 0)
                    .put("audio_end_ms", end));
        }
    }

    private void respondIfIdle(JsonNode asked) {
        if (answer != null) {
            refuse(
                    "conversation_already_has_active_response",
                    "A response is being given: cancel it, or await its end");
            return;
        }
        var begun = new Answer(session, asked, this::say);
        answer = begun;
        var instructions = asked.path("instructions").asString(session.instructions());
        var unused = assistant
                .answer(caller, instructions, conversation.messages())
                .thenAccept(text -> mailbox.execute(() -> speak(begun, text)));
    }

    private void speak(Answer current, String text) {
        if (current == answer) {
            conversation.add(current.begin(text, conversation.last()));
            answerStart = pace.now();
            give(current);
        }
    }

    private void give(Answer current) {
        if (current != answer) {
            return;
        }
        while (line.isClear() && current.givenMillis() <= pace.dueMillis(answerStart)) {
            if (!current.giveNext(engines.mouth())) {
                endAnswer(null);
                return;
            }
        }
        pace.later(() -> mailbox.execute(() -> give(current)));
    }

    private void cancel(@Nullable String id) {
        if (answer == null || (id != null && !answer.isNamed(id))) {
            refuse("response_cancel_not_active", "There is no such response to cancel");
        } else {
            endAnswer("client_cancelled");
        }
    }

    private void endAnswer(@Nullable String reason) {
        if (answer != null) {
            var ended = answer;
            answer = null;
            conversation.replace(ended.end(reason));
        }
    }

    private void refuseUnknownItem(String id) {
        refuse("item_not_found", "There is no item " + id);
    }

    private void refuse(String code, String message) {
        fail(INVALID, code, message);
    }

    private void fail(String type, String code, String message) {
        say(Events.error(type, code, message, about));
    }

    private void say(JsonNode event) {
        line.say(event.toString());
    }
}
