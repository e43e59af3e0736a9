/**
 * From a written entity to a CDI event {@link dev.belfry.domain.change.Change}: snapshots while the transaction runs, the event after
 * its commit.
 */
@NullMarked
package dev.belfry.domain.capture;

import org.jspecify.annotations.NullMarked;
