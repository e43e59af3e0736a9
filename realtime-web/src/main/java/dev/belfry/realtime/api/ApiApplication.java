package dev.belfry.realtime.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What is served under {@code /realtime/v1/api}. */
@ApplicationPath("/realtime/v1/api")
public class ApiApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                BroadcastResource.class,
                PresenceResource.class,
                ChangesResource.class,
                NotServed.class,
                Unauthorized.class,
                RequestRate.class);
    }

    /** The same under the path that the reference itself serves, without a gateway before it. */
    @ApplicationPath("/api")
    public static class Plain extends ApiApplication {}
}
