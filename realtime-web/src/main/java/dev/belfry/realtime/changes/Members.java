package dev.belfry.realtime.changes;

import dev.belfry.domain.policy.Subjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The followers of a group, by role and by user: where only a few users may see a change, the others cost nothing. */
final class Members {

    private final Map<String, Role> roles = new HashMap<>(2);

    private static final class Role {
        final Set<Follower> all = new LinkedHashSet<>();
        final Map<String, Set<Follower>> bySubject = new HashMap<>();
        /** Those who cannot be found by their user. */
        final Set<Follower> unnamed = new LinkedHashSet<>(0);
    }

    boolean isEmpty() {
        return roles.isEmpty();
    }

    boolean has(String role) {
        return roles.containsKey(role);
    }

    void add(Follower follower) {
        var claims = follower.filedUnder();
        var role = roles.computeIfAbsent(claims.role(), name -> new Role());
        var subject = Subjects.key(claims);
        role.all.add(follower);
        if (subject == null) {
            role.unnamed.add(follower);
        } else {
            role.bySubject
                    .computeIfAbsent(subject, key -> new LinkedHashSet<>(2))
                    .add(follower);
        }
    }

    void remove(Follower follower) {
        var claims = follower.filedUnder();
        roles.computeIfPresent(claims.role(), (name, role) -> {
            var subject = Subjects.key(claims);
            role.all.remove(follower);
            if (subject == null) {
                role.unnamed.remove(follower);
            } else {
                role.bySubject.computeIfPresent(subject, (key, followers) -> {
                    followers.remove(follower);
                    return followers.isEmpty() ? null : followers;
                });
            }
            return role.all.isEmpty() ? null : role;
        });
    }

    /** Those who may see the change as far as is known by the role and the user, and are wanted. */
    List<Follower> find(Visibility.Judge judge, Predicate<Follower> isWanted) {
        var found = new ArrayList<Follower>();
        roles.forEach((name, role) -> {
            var subjects = judge.subjects(name);
            if (subjects == null) {
                addAll(role.all, isWanted, found);
            } else {
                subjects.forEach(subject -> addAll(role.bySubject.getOrDefault(subject, Set.of()), isWanted, found));
                addAll(role.unnamed, isWanted, found);
            }
        });
        return found;
    }

    List<Follower> ofRole(String name, Predicate<Follower> isWanted) {
        var found = new ArrayList<Follower>();
        var role = roles.get(name);
        if (role != null) {
            addAll(role.all, isWanted, found);
        }
        return found;
    }

    private static void addAll(Collection<Follower> from, Predicate<Follower> isWanted, List<Follower> to) {
        for (var follower : from) {
            if (isWanted.test(follower)) {
                to.add(follower);
            }
        }
    }
}
