package dev.belfry.domain.diagnosis;

import java.sql.Connection;
import java.sql.SQLException;

/** Reads one part of a database, and says what it found. */
interface Check {

    /** @param connection in a transaction that is read only, and rolled back afterwards */
    void examine(Connection connection, Installation installation, Findings findings) throws SQLException;
}
