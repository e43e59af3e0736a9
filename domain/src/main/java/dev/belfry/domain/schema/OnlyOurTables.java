package dev.belfry.domain.schema;

import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;

/**
 * Keeps Hibernate from holding the demo's entities against tables that are not the demo's. Hibernate makes its own instance, so
 * that what holds for all of them is static: whether the demo is laid in the database of this server.
 */
public class OnlyOurTables implements SchemaFilterProvider, SchemaFilter {

    private static volatile boolean demoIsLaid;

    static void demoIsLaid(boolean isLaid) {
        demoIsLaid = isLaid;
    }

    @Override
    public boolean includeNamespace(Namespace namespace) {
        return true;
    }

    @Override
    public boolean includeTable(Table table) {
        var isPublic = table.getSchema() == null || table.getSchema().equals("public");
        return demoIsLaid || !isPublic || !Demo.TABLES.contains(table.getName());
    }

    @Override
    public boolean includeSequence(Sequence sequence) {
        return true;
    }

    @Override
    public SchemaFilter getCreateFilter() {
        return this;
    }

    @Override
    public SchemaFilter getDropFilter() {
        return this;
    }

    @Override
    public SchemaFilter getTruncatorFilter() {
        return this;
    }

    @Override
    public SchemaFilter getMigrateFilter() {
        return this;
    }

    @Override
    public SchemaFilter getValidateFilter() {
        return this;
    }
}
