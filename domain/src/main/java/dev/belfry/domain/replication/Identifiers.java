package dev.belfry.domain.replication;

/** Names of tables and the like, as SQL takes them whatever they are. */
final class Identifiers {

    private Identifiers() {}

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
