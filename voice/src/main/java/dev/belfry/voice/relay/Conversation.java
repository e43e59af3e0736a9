package dev.belfry.voice.relay;

import dev.belfry.domain.access.Claims;
import dev.belfry.voice.events.PageEvents.Form;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session before it begins.
 *
 * @param user who speaks
 * @param form which form of the API the page speaks, as far as the upgrade shows
 * @param topic of the private channel that is told what is said, if the page asked for it
 * @param place that it has among the user's sessions
 */
public record Conversation(Claims user, Form form, @Nullable String topic, Quotas.Place place) {}
