/**
 * The database as its catalog describes it: which relations, keys and functions there are, and how they hang together.
 *
 * <p>In comes PostgreSQL's {@code pg_catalog}, read in one transaction by {@link dev.belfry.domain.catalog.CatalogReader}. Out goes a
 * {@link dev.belfry.domain.catalog.Catalog}, which is immutable and may be used by any thread. {@link
 * dev.belfry.domain.catalog.Catalogs} owns the current one and replaces it when the database has changed.
 */
@NullMarked
package dev.belfry.domain.catalog;

import org.jspecify.annotations.NullMarked;
