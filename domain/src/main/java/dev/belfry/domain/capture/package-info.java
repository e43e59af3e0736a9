/**
 * What changed in the database, as this application writes it: entities, by their listener, to {@link
 * dev.belfry.domain.capture.Change}, a CDI event that is fired after the commit and never for a rollback.
 *
 * <p>Nothing in here knows who listens.
 */
@NullMarked
package dev.belfry.domain.capture;

import org.jspecify.annotations.NullMarked;
