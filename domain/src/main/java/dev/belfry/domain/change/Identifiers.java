package dev.belfry.domain.change;

/** Names of tables and the like, as SQL takes them whatever they are. */
public final class Identifiers {

    private Identifiers() {}

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
