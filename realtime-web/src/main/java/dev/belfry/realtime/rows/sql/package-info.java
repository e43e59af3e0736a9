/**
 * SQL of what is read, written and called, with what is bound to it.
 *
 * <p>In comes the tree of a request ({@link dev.belfry.realtime.rows.plan.Node}), out goes a {@link dev.belfry.realtime.rows.sql.Sql}:
 * names are quoted, values are bound and of no type, so that PostgreSQL reads them as it reads a literal. One statement does all of
 * a request, and PostgreSQL writes the answer's text. Pure; any thread.
 */
@NullMarked
package dev.belfry.realtime.rows.sql;

import org.jspecify.annotations.NullMarked;
