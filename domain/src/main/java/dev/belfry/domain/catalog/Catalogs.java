package dev.belfry.domain.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Owns the current {@link Catalog}: reads it when it is first asked for, and again when the database has changed.
 *
 * <p>Whoever asks gets one that is at most a second old. Whoever misses something in it, or was told by PostgreSQL that it is not
 * so, asks for a {@link #fresher} one. Any thread may ask; one at a time looks at the database.
 */
public final class Catalogs {

    private static final long LOOK_NANOS = 1_000_000_000L;

    /**
     * Another row version anywhere in what is read makes another version of the catalog.
     *
     * <p>Oids have 32 bits without a sign: they are shifted, since a product of one over 2³¹ is out of range.
     */
    private static final String VERSION = """
            select concat_ws('/',
                (select count(*) || ':' || coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_class
                 where oid >= 16384 and relkind in ('r', 'v', 'm', 'f', 'p', 'S', 'c') and relpersistence <> 't'),
                (select count(*) || ':' || coalesce(sum(hashint8((attrelid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_attribute where attrelid >= 16384 and attnum > 0),
                (select count(*) || ':' || coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_constraint where oid >= 16384),
                (select count(*) || ':' || coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_proc where oid >= 16384),
                (select count(*) || ':' || coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_rewrite where oid >= 16384),
                (select count(*) || ':' || coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_attrdef),
                (select count(*) || ':' || coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_type where oid >= 16384 and typrelid = 0 and typcategory <> 'A'),
                (select coalesce(sum(hashint8((oid::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_namespace where nspname !~ '^pg_'),
                (select coalesce(sum(hashint8((setrole::int8 << 32) + xmin::text::int8)), 0)
                 from pg_catalog.pg_db_role_setting))
            """;

    private final DataSource database;
    private final List<String> schemas;
    private final LongSupplier nanos;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Seen seen;

    /** A catalog and when the database was last found to be as it says. */
    private record Seen(Catalog catalog, long nanos) {}

    /**
     * @param schemas those that are served; the first is the default
     * @param nanos a clock, as {@link System#nanoTime}
     */
    public Catalogs(DataSource database, List<String> schemas, LongSupplier nanos) {
        this.database = database;
        this.schemas = List.copyOf(schemas);
        this.nanos = nanos;
    }

    public List<String> schemas() {
        return schemas;
    }

    /**
     * The catalog as it was within the last second.
     *
     * @throws SQLException if the database cannot be asked
     */
    public Catalog current() throws SQLException {
        return look(nanos.getAsLong() - LOOK_NANOS);
    }

    /**
     * The catalog as it is now.
     *
     * @param stale the one in which something was missed or wrong
     * @return the same if nothing has changed since
     */
    public Catalog fresher(Catalog stale) throws SQLException {
        var known = seen;
        return known != null && !known.catalog().version().equals(stale.version())
                ? known.catalog()
                : look(nanos.getAsLong());
    }

    /** Looks at the database at the next chance; for whoever was told that it has changed. */
    public void forget() {
        var known = seen;
        if (known != null) {
            seen = new Seen(known.catalog(), nanos.getAsLong() - LOOK_NANOS);
        }
    }

    /** Those who ask while another looks share the look after that one, which begins after they have asked. */
    private Catalog look(long notBefore) throws SQLException {
        var known = seen;
        if (known != null && known.nanos() - notBefore >= 0) {
            return known.catalog();
        }
        looking.lock();
        try {
            known = seen;
            if (known != null && known.nanos() - notBefore >= 0) {
                return known.catalog();
            }
            var now = nanos.getAsLong();
            var catalog = read(known == null ? null : known.catalog());
            seen = new Seen(catalog, now);
            return catalog;
        } finally {
            looking.unlock();
        }
    }

    private Catalog read(@Nullable Catalog known) throws SQLException {
        try (var connection = database.getConnection()) {
            var before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                var version = version(connection);
                return known != null && known.version().equals(version)
                        ? known
                        : CatalogReader.read(connection, schemas, version);
            } finally {
                connection.rollback();
                connection.setAutoCommit(before);
            }
        }
    }

    private static String version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(VERSION)) {
            found.next();
            return found.getString(1);
        }
    }
}
