package dev.belfry.realtime.rows;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL and what is bound to it.
 *
 * @param values by their number in the SQL, from {@code ?1}
 */
record Statement(String sql, List<String> values) {

    /** Values as they are bound, while the SQL around them is made. */
    static final class Values {

        private final List<String> bound = new ArrayList<>();

        /** The SQL that stands for the value. */
        String bind(String value, String type) {
            bound.add(value);
            return "cast(?" + bound.size() + " as " + type + ")";
        }

        Statement in(String sql) {
            return new Statement(sql, List.copyOf(bound));
        }
    }

    /** The only row. */
    Object row(EntityManager entities) {
        return bound(entities.createNativeQuery(sql)).getSingleResult();
    }

    /** Rows as entities, which are managed. */
    List<?> entities(EntityManager entities, Class<?> type) {
        return bound(entities.createNativeQuery(sql, type)).getResultList();
    }

    private Query bound(Query query) {
        for (var i = 0; i < values.size(); i++) {
            query.setParameter(i + 1, values.get(i));
        }
        return query;
    }
}
