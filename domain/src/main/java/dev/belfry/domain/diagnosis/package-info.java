/**
 * What Belfry meets in a database: privileges, the write-ahead log, slots, the publication, tables, policies, poolers.
 *
 * <p>In comes an {@link dev.belfry.domain.diagnosis.Installation}: which database, and how Belfry is set. Out goes a {@link
 * dev.belfry.domain.diagnosis.Diagnosis} of {@link dev.belfry.domain.diagnosis.Finding}s, each with what cures it. Each
 * {@code Check} reads one part of the catalog in a transaction that is read only and rolled back; one that fails harms no other. The
 * launcher prints a diagnosis, the server logs what is wrong by it. docs/check.md has every {@link dev.belfry.domain.diagnosis.Topic}.
 */
@NullMarked
package dev.belfry.domain.diagnosis;

import org.jspecify.annotations.NullMarked;
