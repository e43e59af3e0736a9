/**
 * Rows of every relation and results of every function over HTTP, in the dialect of PostgREST that supabase-js speaks.
 *
 * <p>A request goes one way: {@link dev.belfry.realtime.rows.RowsServlet} takes it and knows the caller, {@link
 * dev.belfry.realtime.rows.RowsRequest} is what it says ({@code query} has the grammar of the query string), {@code plan} finds its
 * names in the catalog, {@code sql} makes one statement of it, and {@link dev.belfry.realtime.rows.Rows} runs that under the caller's
 * role and tells what came of it. PostgreSQL decides what a caller may see and write, and writes the JSON. Whatever is refused is a
 * {@link dev.belfry.realtime.rows.problem.RowsProblem}. Nothing here keeps state; the catalog is the domain's.
 */
@NullMarked
package dev.belfry.realtime.rows;

import org.jspecify.annotations.NullMarked;
