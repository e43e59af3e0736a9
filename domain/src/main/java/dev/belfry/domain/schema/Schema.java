package dev.belfry.domain.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables, roles and policies in PostgreSQL: laid by Flyway's migrations, checked against the entities by Hibernate. */
@ApplicationScoped
public class Schema {

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @PersistenceUnit(unitName = "belfry")
    EntityManagerFactory entities;

    @Inject
    MappedTables tables;

    /**
     * Brings the schema to this version. Harmless to call again, also after a failure, for example because the database was
     * not up yet.
     *
     * @throws SQLException if the database cannot be reached
     */
    public void lay() throws SQLException {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(database)
                .defaultSchema("belfry")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        try {
            entities.getSchemaManager().validate();
        } catch (jakarta.persistence.SchemaValidationException e) {
            throw new IllegalStateException("The entities do not fit the tables: " + e.getMessage(), e);
        }
        try (var connection = database.getConnection()) {
            tables.read(connection);
        }
    }
}
