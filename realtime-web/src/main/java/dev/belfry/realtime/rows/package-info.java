/**
 * Rows of the mapped entities over HTTP, in the dialect of PostgREST that supabase-js speaks. PostgreSQL decides what a caller
 * may see and write.
 */
@NullMarked
package dev.belfry.realtime.rows;

import org.jspecify.annotations.NullMarked;
