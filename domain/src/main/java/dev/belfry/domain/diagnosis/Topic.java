package dev.belfry.domain.diagnosis;

import java.util.Locale;

/** What a finding is about; the names are stable, for scripts (docs/check.md). */
public enum Topic {
    CONNECTION,
    POOLER,
    SERVER,
    SCHEMAS,
    ROLES,
    OWN_ROLE,
    REPLICATION(true),
    WAL_KEPT(true),
    SLOTS,
    PUBLICATION,
    PUBLISHED_OPERATIONS,
    PUBLISHED_PARTS,
    PARTITIONS,
    REPLICA_IDENTITY(true),
    OLD_ROWS,
    NAMES(true),
    ROW_SECURITY,
    ANON_WRITES,
    VIEWS,
    POLICY_ERRORS,
    POLICY_COST,
    MESSAGES(true),
    UNREAD;

    private final boolean toldBySource;

    Topic() {
        this(false);
    }

    Topic(boolean toldBySource) {
        this.toldBySource = toldBySource;
    }

    /** Whether a running server tells of it by itself, and goes on telling. */
    public boolean isToldBySource() {
        return toldBySource;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
