/**
 * The query string of a request for rows: what it says, before anybody knows whether there are such columns and relations.
 *
 * <p>In comes the text as it was sent, out goes a {@link dev.belfry.realtime.rows.query.RowsQuery}. The grammar is PostgREST's, as
 * supabase-js and postgrest-js write it. Nothing here asks the database, and nothing is remembered.
 */
@NullMarked
package dev.belfry.realtime.rows.query;

import org.jspecify.annotations.NullMarked;
