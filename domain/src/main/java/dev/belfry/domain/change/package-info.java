/**
 * A committed change, and the rows, tables and values it is made of, as PostgreSQL has them.
 */
@NullMarked
package dev.belfry.domain.change;

import org.jspecify.annotations.NullMarked;
