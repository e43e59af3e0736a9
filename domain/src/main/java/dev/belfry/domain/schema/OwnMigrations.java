package dev.belfry.domain.schema;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Belfry's own migrations, in a history of their own: those of the database's other users never meet them. */
final class OwnMigrations {

    private OwnMigrations() {}

    /**
     * Brings the database to this version.
     *
     * @throws NotAllowed if the role may not do what a first start needs
     */
    static void run(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            var cures = FirstStart.cures(connection);
            if (!cures.isEmpty()) {
                throw new NotAllowed(cures);
            }
        }
        Flyway.configure(OwnMigrations.class.getClassLoader())
                .dataSource(database)
                .defaultSchema("belfry")
                .locations("classpath:belfry/migration")
                .callbackLocations("classpath:belfry/callback")
                .ignoreMigrationPatterns("*:missing", "*:future") // the demo's tables were among them once
                .load()
                .migrate();
    }
}
