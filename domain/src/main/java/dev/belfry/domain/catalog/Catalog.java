package dev.belfry.domain.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is in the schemas that are served, at one moment. Immutable.
 *
 * @param version changes whenever any of it may have changed
 * @param roles the settings that a role brings with it, by role
 */
public record Catalog(
        String version,
        Map<QualifiedName, Relation> relations,
        Map<QualifiedName, List<Relationship>> relationships,
        Map<QualifiedName, List<Routine>> routines,
        Map<String, Map<String, String>> roles) {

    public Optional<Relation> relation(QualifiedName name) {
        return Optional.ofNullable(relations.get(name));
    }

    /** The relationships of a relation with those of its own schema, in a stable order. */
    public List<Relationship> relationships(QualifiedName from) {
        return relationships.getOrDefault(from, List.of());
    }

    /** All functions of that name, those with the fewest parameters first. */
    public List<Routine> routines(QualifiedName name) {
        return routines.getOrDefault(name, List.of());
    }

    /** The names of all relations of a schema. */
    public Collection<String> relationNames(String schema) {
        return namesIn(schema, relations.keySet());
    }

    /** The names of all functions of a schema. */
    public Collection<String> routineNames(String schema) {
        return namesIn(schema, routines.keySet());
    }

    public Map<String, String> settingsOf(String role) {
        return roles.getOrDefault(role, Map.of());
    }

    private static Collection<String> namesIn(String schema, Collection<QualifiedName> names) {
        return names.stream()
                .filter(name -> name.schema().equals(schema))
                .map(QualifiedName::name)
                .sorted()
                .toList();
    }
}
