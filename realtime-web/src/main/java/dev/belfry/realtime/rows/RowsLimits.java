package dev.belfry.realtime.rows;

/**
 * What one request may ask for.
 *
 * @param rows of one relation in an answer
 * @param explains whether plans are told
 * @param rollsBack whether the caller may have what a request wrote rolled back
 */
public record RowsLimits(long rows, boolean explains, boolean rollsBack) {}
