package dev.belfry.realtime.presence;

/**
 * Where a meta stands: under a key, one for each channel that tracks with that key.
 *
 * @param holder who may come back to it: an id that the page gave and its identity, or else the channel alone
 */
public record Place(String key, String holder) {}
