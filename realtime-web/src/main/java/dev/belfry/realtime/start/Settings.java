package dev.belfry.realtime.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The settings of this module (docs/settings.md), read once, each with its default. */
@ApplicationScoped
public class Settings {

    private static final int MIN_SECRET = 32;

    @Inject
    Config config;

    /** What keeps the server from starting; each names the setting and what it must be. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        if (text("BELFRY_JWT_SECRET").orElse("").length() < MIN_SECRET) {
            problems.add("BELFRY_JWT_SECRET must be set, to at least " + MIN_SECRET + " characters.");
        }
        if (!text("BELFRY_DATABASE_URL").orElse("").startsWith("jdbc:postgresql://")) {
            problems.add("BELFRY_DATABASE_URL must be set, as jdbc:postgresql://host:port/database.");
        }
        return problems;
    }

    /** The shared secret of the tokens. Too short a one gets a value that nobody knows, so that no token is believed. */
    public String jwtSecret() {
        var secret = text("BELFRY_JWT_SECRET").orElse("");
        return secret.length() < MIN_SECRET ? java.util.UUID.randomUUID() + secret : secret;
    }

    public boolean isDevelopment() {
        return text("BELFRY_DEV").map(Boolean::parseBoolean).orElse(false);
    }

    private Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class);
    }
}
