package dev.belfry.realtime.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.websocket.server.ServerEndpoint;

/** The same under the path that a stand-alone RealtimeClient builds from {@code ws://host/socket} (protocol §1.1). */
@Dependent
@ServerEndpoint("/socket/websocket")
public class PhoenixPathEndpoint extends RealtimeEndpoint {}
