package dev.belfry.realtime.rows;

import dev.belfry.domain.access.RoleTransactions;
import dev.belfry.domain.capture.TransactionWrites;
import dev.belfry.domain.catalog.Catalogs;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The long-lived objects of the row API. */
@Dependent
public class RowsWiring {

    @Produces
    @Singleton
    Rows rows(Catalogs catalogs, RoleTransactions transactions, TransactionWrites listener, RowsLimits limits) {
        return new Rows(catalogs, transactions, listener, limits);
    }

    @Produces
    @Singleton
    RequestReader reader(Catalogs catalogs, RowsLimits limits) {
        return new RequestReader(catalogs.schemas(), limits);
    }
}
