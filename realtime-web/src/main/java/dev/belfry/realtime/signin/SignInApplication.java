package dev.belfry.realtime.signin;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What is served under {@code /auth/v1}. */
@ApplicationPath("/auth/v1")
public class SignInApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                TokenResource.class,
                SignUpResource.class,
                RecoveryResource.class,
                UserResource.class,
                AdminUsersResource.class,
                AboutResource.class,
                Answers.class,
                DevelopmentOnly.class);
    }
}
