package dev.belfry.domain.access;

import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Whom this server believes and which pages it lets in, as its settings say (docs/settings.md); the same for both web modules. */
@ApplicationScoped
public class AccessSettings {

    private static final int MIN_SECRET = 32;

    /** Instead of a secret that is too short: nobody knows it, so no token is believed. */
    private final String unknown = UUID.randomUUID().toString() + UUID.randomUUID();

    @Inject
    Config config;

    /** What keeps the server from starting; each names the setting and what it must be. */
    public List<String> problems() {
        var reader = new SettingsReader(config);
        if (secret(reader).length() < MIN_SECRET) {
            reader.problem("BELFRY_JWT_SECRET must be set, to at least " + MIN_SECRET + " characters.");
        }
        rules(reader);
        originNames(reader)
                .filter(origin -> !Origins.isOrigin(origin))
                .forEach(origin -> reader.problem("BELFRY_ALLOWED_ORIGINS must be a list of origins such as"
                        + " https://portal.example.com, separated by commas, or *: not " + origin));
        return reader.problems();
    }

    @Produces
    @Singleton
    TokenVerifier verifier(DatabaseRoles roles) {
        return new TokenVerifier(rules(new SettingsReader(config)), roles, Clock.systemUTC());
    }

    @Produces
    @Singleton
    TokenSigner signer() {
        return new TokenSigner(usable(secret(new SettingsReader(config))));
    }

    @Produces
    @Singleton
    Origins origins() {
        var reader = new SettingsReader(config);
        var named = originNames(reader).collect(Collectors.toUnmodifiableSet());
        return reader.flag(Setting.DEV) ? Origins.ofDevelopment(named) : new Origins(named);
    }

    private TokenRules rules(SettingsReader reader) {
        return new TokenRules(
                usable(secret(reader)),
                reader.address(Setting.JWKS_URL).orElse(null),
                reader.text(Setting.JWT_ISSUER).orElse(null),
                reader.text(Setting.JWT_AUDIENCE).orElse(null),
                key(reader, Setting.PUBLISHABLE_KEY, "sb_publishable_"),
                key(reader, Setting.SECRET_KEY, "sb_secret_"),
                new ProviderClaims(
                        reader.text(Setting.JWT_ROLE_CLAIM).map(String::strip).orElse(null),
                        defaultRole(reader),
                        reader.text(Setting.JWT_SUBJECT_CLAIM)
                                .map(String::strip)
                                .orElse(null)));
    }

    private static @Nullable String defaultRole(SettingsReader reader) {
        var role = reader.text(Setting.JWT_DEFAULT_ROLE).map(String::strip).orElse(null);
        if (ProviderRules.SERVICE_ROLE.equals(role)) {
            reader.problem(
                    "BELFRY_JWT_DEFAULT_ROLE must be a role for users, such as authenticated: not service_role.");
            return null;
        }
        return role;
    }

    private static String secret(SettingsReader reader) {
        return reader.text(Setting.JWT_SECRET).orElse("");
    }

    private String usable(String secret) {
        return secret.length() < MIN_SECRET ? unknown : secret;
    }

    private static Stream<String> originNames(SettingsReader reader) {
        return reader.text(Setting.ALLOWED_ORIGINS).stream()
                .flatMap(names -> Stream.of(names.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty());
    }

    private static @Nullable String key(SettingsReader reader, Setting setting, String prefix) {
        var key = reader.text(setting).orElse(null);
        if (key == null || (key.startsWith(prefix) && key.length() >= MIN_SECRET)) {
            return key;
        }
        reader.problem(setting.variable() + " must start with " + prefix + " and have at least " + MIN_SECRET
                + " characters.");
        return null;
    }
}
