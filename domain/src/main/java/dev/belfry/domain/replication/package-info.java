/**
 * The source of changes from PostgreSQL's write-ahead log. In comes what the plugin {@code pgoutput} writes for the tables of a
 * publication, whoever wrote them; out go {@link dev.belfry.domain.change.Change} in the order of the commits, each once, and a
 * {@link dev.belfry.domain.change.Gap} where PostgreSQL no longer has what comes next.
 */
@NullMarked
package dev.belfry.domain.replication;

import org.jspecify.annotations.NullMarked;
