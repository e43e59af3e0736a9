/**
 * Starts Belfry on one machine: a PostgreSQL of its own unless one is named, then Liberty in the foreground.
 *
 * <p>{@link dev.belfry.launch.Launcher} is the program; the tests use the same {@link dev.belfry.launch.LocalPostgres} and
 * {@link dev.belfry.launch.ServerProcess}, so what they test is what a user starts.
 */
@NullMarked
package dev.belfry.launch;

import org.jspecify.annotations.NullMarked;
