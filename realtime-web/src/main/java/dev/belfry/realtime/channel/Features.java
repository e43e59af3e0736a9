package dev.belfry.realtime.channel;

import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.traffic.Traffic;
import java.util.concurrent.Executor;

/**
 * What a channel gives its client access to.
 *
 * @param mayWait where a socket's messages wait for the database
 */
public record Features(
        Hub hub,
        Presences presences,
        ChangeDispatcher changes,
        Resumptions resumptions,
        Archive archive,
        Traffic traffic,
        Executor mayWait) {}
