package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.realtime.changes.Sight;
import dev.belfry.realtime.changes.Visibility;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everybody sees everything. */
final class SeesAll implements Visibility, Visibility.Judge {

    @Override
    public Judge of(Change change, Set<String> roles) {
        return this;
    }

    @Override
    public boolean refuses(String role) {
        return false;
    }

    @Override
    public @Nullable Set<String> subjects(String role) {
        return null;
    }

    @Override
    public Sight of(Claims caller) {
        return Sight.ALL;
    }

    @Override
    public List<Sight> ask(List<Claims> callers) {
        return callers.stream().map(this::of).toList();
    }
}
