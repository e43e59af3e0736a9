package dev.belfry.realtime.channel;

import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.resume.Resumptions;

/** What a channel gives its client access to. */
public record Features(Hub hub, Presences presences, ChangeDispatcher changes, Resumptions resumptions) {}
