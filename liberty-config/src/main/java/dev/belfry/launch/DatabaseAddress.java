package dev.belfry.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where a database is, and who signs in there.
 *
 * @param url as the driver takes it, perhaps with a user and a password behind the question mark
 * @param user in the address; null if it names none
 * @param password likewise
 */
record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {

    private static final Pattern PARAMETER = Pattern.compile("[?&](user|password)=([^&]*)");

    /** Takes the driver's form and that of psql, {@code postgresql://user:password@host:port/database}. */
    static DatabaseAddress of(String text) {
        var stripped = text.strip();
        if (stripped.matches("postgres(ql)?://.*")) {
            return ofPsql(stripped);
        }
        if (!stripped.startsWith("jdbc:postgresql:") || !new Driver().acceptsURL(stripped)) {
            throw notOne(stripped);
        }
        String user = null;
        String password = null;
        var parameters = PARAMETER.matcher(stripped);
        while (parameters.find()) {
            var value = URLDecoder.decode(parameters.group(2), UTF_8);
            if (parameters.group(1).equals("user")) {
                user = value;
            } else {
                password = value;
            }
        }
        return new DatabaseAddress(stripped, user, password);
    }

    private static DatabaseAddress ofPsql(String text) {
        try {
            var address = URI.create(text);
            if (address.getHost() == null) {
                throw notOne(text);
            }
            var port = address.getPort() < 0 ? 5432 : address.getPort();
            var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
            var url = "jdbc:postgresql://" + address.getHost() + ":" + port + address.getRawPath() + query;
            var who = address.getRawUserInfo() == null
                    ? new String[0]
                    : address.getRawUserInfo().split(":", 2);
            return new DatabaseAddress(
                    url, who.length > 0 ? decoded(who[0]) : null, who.length > 1 ? decoded(who[1]) : null);
        } catch (IllegalArgumentException e) {
            throw notOne(text);
        }
    }

    /** A plus is a plus here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /** Without what may be secret. */
    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException(shown(text)
                + " is no address of a PostgreSQL: it must look like jdbc:postgresql://host:port/database or"
                + " postgresql://user@host:port/database.");
    }

    private static String shown(String text) {
        return text.replaceAll("\\?.*", "").replaceAll("://[^/]*@", "://");
    }

    /** For people, and for logs. */
    String shown() {
        return shown(url);
    }

    @Override
    public String toString() {
        return shown();
    }
}
