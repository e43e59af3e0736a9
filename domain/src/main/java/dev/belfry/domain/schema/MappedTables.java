package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;
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
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.persister.entity.EntityPersister;

/** Which entity is which table: Hibernate's mapping and PostgreSQL's catalog put together, once, when the schema is laid. */
@ApplicationScoped
public class MappedTables {

    private static final String COLUMNS = """
            select a.attname, t.typname, coalesce(a.attnum = any(i.indkey), false)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            left join pg_index i on i.indrelid = c.oid and i.indisprimary
            where n.nspname = ? and c.relname = ?
            order by a.attnum
            """;

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
                .filter(candidate -> candidate.table().schema().equals(schema)
                        && candidate.table().name().equals(name))
                .findFirst();
    }

    public Collection<MappedTable> all() {
        return byEntity.values();
    }

    void read(Connection connection) throws SQLException {
        var tables = new HashMap<Class<?>, MappedTable>();
        for (var entity : persisters()) {
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
        for (var column : columns(connection, qualified[0], qualified[1])) {
            var attribute = attributes.get(column.name());
            if (attribute != null) {
                mapped.add(map(column, attribute, attribute.equals(entity.getIdentifierMapping())));
            }
        }
        var columns = mapped.stream().map(MappedColumn::column).toList();
        return new MappedTable(
                new Table(qualified[0], qualified[1], columns), entity.getMappedClass(), List.copyOf(mapped));
    }

    private static MappedColumn map(Column column, AttributeMapping attribute, boolean id) {
        var basic = (BasicValuedModelPart) attribute;
        var isVersion = isVersion(attribute);
        return new MappedColumn(
                column,
                attribute,
                basic.getJavaType().getJavaTypeClass(),
                isVersion,
                !id && !isVersion && basic.isUpdateable());
    }

    private static boolean isVersion(AttributeMapping attribute) {
        var version = attribute.findContainingEntityMapping().getVersionMapping();
        return version != null && version.getVersionAttribute().equals(attribute);
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

    private static List<Column> columns(Connection connection, String schema, String table) throws SQLException {
        var columns = new ArrayList<Column>();
        try (var statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(new Column(found.getString(1), found.getString(2), found.getBoolean(3)));
                }
            }
        }
        return columns;
    }
}
