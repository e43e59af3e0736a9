package dev.belfry.realtime.rows;

/**
 * What one request may ask for.
 *
 * @param rows of one relation in an answer
 * @param explains whether plans are told
 */
public record RowsLimits(long rows, boolean explains) {}
