/**
 * Settings, start-up in order, and health.
 */
@NullMarked
package dev.belfry.realtime.start;

import org.jspecify.annotations.NullMarked;
