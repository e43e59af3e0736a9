package dev.belfry.voice.local;

import dev.belfry.voice.assistant.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was said so far, oldest first; the oldest is forgotten when there is too much of it. */
final class Conversation {

    private static final int MOST_ITEMS = 200;
    private static final int MOST_MESSAGES = 20;

    private final List<Item> items = new ArrayList<>();

    void add(Item item) {
        items.add(item);
        if (items.size() > MOST_ITEMS) {
            items.removeFirst();
        }
    }

    void replace(Item newer) {
        items.replaceAll(item -> item.id().equals(newer.id()) ? newer : item);
    }

    boolean remove(String id) {
        return items.removeIf(item -> item.id().equals(id));
    }

    Optional<Item> find(String id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    @Nullable
    String last() {
        return items.isEmpty() ? null : items.getLast().id();
    }

    /** As much of it as an answer needs. */
    List<Message> messages() {
        return items.subList(Math.max(0, items.size() - MOST_MESSAGES), items.size()).stream()
                .map(Item::message)
                .filter(message -> !message.text().isEmpty())
                .toList();
    }
}
