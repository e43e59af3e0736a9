package dev.belfry.realtime.rows;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What is served under {@code /rest/v1}. */
@ApplicationPath("/rest/v1")
public class RowsApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RowsResource.class, RowsCaller.class, RowsProblem.Mapper.class, DatabaseProblem.class);
    }
}
