/**
 * Counting what goes through the server, for the metrics of docs/operations.md. Nothing here waits or locks; numbers only grow, and are
 * read by whoever shows them.
 */
@NullMarked
package dev.belfry.realtime.traffic;

import org.jspecify.annotations.NullMarked;
