package dev.belfry.domain.policy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool of one connection, which outlives being closed. */
final class OneConnection extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private final transient Connection lent;

    OneConnection(Connection connection) {
        lent = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
    }

    @Override
    public Connection getConnection() {
        return lent;
    }
}
