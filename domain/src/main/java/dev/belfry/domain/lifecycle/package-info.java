/**
 * What the server itself goes through, for any module to hear: {@link dev.belfry.domain.lifecycle.Stopping} is a CDI event.
 */
@NullMarked
package dev.belfry.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
