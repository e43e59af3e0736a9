/** What a request for rows is refused with: PostgREST's codes and words, and PostgreSQL's own. */
@NullMarked
package dev.belfry.realtime.rows.problem;

import org.jspecify.annotations.NullMarked;
