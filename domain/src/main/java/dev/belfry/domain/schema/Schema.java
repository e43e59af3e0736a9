package dev.belfry.domain.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The tables, roles and policies in PostgreSQL: laid by Flyway's migrations, checked against the entities by Hibernate. */
@ApplicationScoped
public class Schema {

    private static final int OLDEST_POSTGRES = 15;

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @PersistenceUnit(unitName = "belfry")
    EntityManagerFactory entities;

    @Inject
    MappedTables tables;

    @Inject
    Demo demo;

    /**
     * Brings the schema to this version. Harmless to call again, also after a failure, for example because the database was
     * not up yet.
     *
     * @throws SQLException if the database cannot be reached; {@link NotAllowed} if this role may not do it yet
     */
    public void lay() throws SQLException {
        requirePostgres();
        OwnMigrations.run(database);
        demo.lay(database);
        OnlyOurTables.demoIsLaid(demo.isLaid());
        try {
            entities.getSchemaManager().validate();
        } catch (jakarta.persistence.SchemaValidationException e) {
            throw new IllegalStateException("The entities do not fit the tables: " + e.getMessage(), e);
        }
        try (var connection = database.getConnection()) {
            tables.read(connection, entity -> demo.isLaid() || !Demo.isDemo(entity));
        }
    }

    /** None that is older was tried, and theirs has ended. */
    private void requirePostgres() throws SQLException {
        try (var connection = database.getConnection()) {
            var found = connection.getMetaData();
            if (found.getDatabaseMajorVersion() < OLDEST_POSTGRES) {
                throw new IllegalStateException("PostgreSQL " + OLDEST_POSTGRES + " or newer is needed, and this is "
                        + found.getDatabaseProductVersion());
            }
        }
    }
}
