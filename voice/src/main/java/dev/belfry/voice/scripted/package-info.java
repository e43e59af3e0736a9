/**
 * A provider that answers always the same, for tests: it hears by loudness, speaks numbers, and fails when it is told to.
 */
@NullMarked
package dev.belfry.voice.scripted;

import org.jspecify.annotations.NullMarked;
