package dev.belfry.realtime.channel;

import dev.belfry.realtime.changes.Subscriptions;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.presence.Presences;

/** What a channel gives its client access to. */
public record Features(Hub hub, Presences presences, Subscriptions subscriptions) {}
