/**
 * What a request reads, once its names have been found in the catalog: a tree of relations with the relationships between them.
 *
 * <p>In comes a {@link dev.belfry.realtime.rows.query.RowsQuery} and a {@link dev.belfry.domain.catalog.Catalog}, out goes a {@link
 * dev.belfry.realtime.rows.plan.Node}. Columns need not be known: functions of a row can stand for them, and PostgreSQL says what is
 * none. Pure; any thread.
 */
@NullMarked
package dev.belfry.realtime.rows.plan;

import org.jspecify.annotations.NullMarked;
