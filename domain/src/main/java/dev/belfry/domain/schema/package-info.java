/**
 * Lays the schema at start-up and knows which entity is which table.
 */
@NullMarked
package dev.belfry.domain.schema;

import org.jspecify.annotations.NullMarked;
