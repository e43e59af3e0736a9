package dev.belfry.domain.lifecycle;

/**
 * The server is about to stop, and its connections still work. An observer tells its peers, and returns when that is done or has taken
 * some seconds.
 */
public record Stopping() {}
