package dev.belfry.domain.schema;

import dev.belfry.domain.change.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;

/** Which entity is which table: Hibernate's mapping and PostgreSQL's catalog put together, once, when the schema is laid. */
@ApplicationScoped
public class MappedTables {

    @PersistenceUnit(unitName = "belfry")
    EntityManagerFactory entities;

    private volatile Map<Class<?>, MappedTable> byEntity = Map.of();

    public MappedTable of(Class<?> entity) {
        var table = byEntity.get(entity);
        if (table == null) {
            throw new IllegalStateException(entity + " is no entity that is mapped to a table");
        }
        return table;
    }

    public MappedTable of(Table table) {
        return find(table.schema(), table.name()).orElseThrow();
    }

    public Optional<MappedTable> find(String schema, String name) {
        return all().stream()
                .filter(candidate -> candidate.isNamed(schema, name))
                .findFirst();
    }

    public Collection<MappedTable> all() {
        return byEntity.values();
    }

    /** @param isOurs whether an entity's table is what the entity says */
    void read(Connection connection, Predicate<Class<?>> isOurs) throws SQLException {
        var tables = new HashMap<Class<?>, MappedTable>();
        for (var entity : persisters()) {
            if (!isOurs.test(entity.getMappedClass())) {
                continue;
            }
            tables.put(entity.getMappedClass(), map(entity, connection));
        }
        byEntity = Map.copyOf(tables);
    }

    private List<EntityPersister> persisters() {
        var persisters = new ArrayList<EntityPersister>();
        entities.unwrap(SessionFactoryImplementor.class).getMappingMetamodel().forEachEntityDescriptor(persisters::add);
        return persisters;
    }

    private static MappedTable map(EntityPersister entity, Connection connection) throws SQLException {
        var qualified = entity.getMappedTableDetails().getTableName().split("\\.", 2);
        var attributes = attributes(entity);
        var mapped = new ArrayList<MappedColumn>();
        for (var column : CatalogColumn.read(connection, qualified[0], qualified[1])) {
            var attribute = attributes.get(column.column().name());
            if (attribute != null) {
                mapped.add(map(column, attribute, entity));
            }
        }
        var columns = mapped.stream().map(MappedColumn::column).toList();
        return new MappedTable(
                new Table(qualified[0], qualified[1], columns), entity.getMappedClass(), List.copyOf(mapped));
    }

    private static MappedColumn map(CatalogColumn column, AttributeMapping attribute, EntityPersister entity) {
        var basic = (BasicValuedModelPart) attribute;
        return new MappedColumn(
                column.column(),
                attribute,
                new ColumnValue(
                        basic.getSingleJdbcMapping(),
                        column.type(),
                        entity.getFactory().getWrapperOptions()));
    }

    /** The attributes that are one column each, by its name. */
    private static Map<String, AttributeMapping> attributes(EntityPersister entity) {
        var byColumn = new HashMap<String, AttributeMapping>();
        if (entity.getIdentifierMapping() instanceof AttributeMapping id && id instanceof BasicValuedModelPart basic) {
            byColumn.put(basic.getSelectionExpression(), id);
        }
        entity.forEachAttributeMapping(attribute -> {
            if (attribute instanceof BasicValuedModelPart basic) {
                byColumn.put(basic.getSelectionExpression(), attribute);
            }
        });
        return byColumn;
    }
}
