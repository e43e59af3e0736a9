/**
 * What every row of the portal has in common: a key, an owner, two times and a version.
 */
@NullMarked
package dev.belfry.domain.tracking;

import org.jspecify.annotations.NullMarked;
