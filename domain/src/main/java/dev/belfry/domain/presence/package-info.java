/**
 * What any module may hear about who is where: {@link dev.belfry.domain.presence.PresenceMoved} is a CDI event.
 */
@NullMarked
package dev.belfry.domain.presence;

import org.jspecify.annotations.NullMarked;
