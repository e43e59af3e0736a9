/**
 * Campaigns with their approval and their metrics.
 */
@NullMarked
package dev.belfry.domain.campaigns;

import org.jspecify.annotations.NullMarked;
