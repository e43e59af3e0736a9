package dev.belfry.voice.assistant;

import dev.belfry.domain.access.Claims;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Challenges in memory: two open ones, and the drafts that are made. */
public class RememberedChallenges implements Challenges {

    public final List<String> drafts = new ArrayList<>();
    public boolean areThere = true;
    private final List<String> open = List.of("Less paper", "Safer roads");

    @Override
    public boolean areThere() {
        return areThere;
    }

    @Override
    public long count(Claims caller, @Nullable String status, boolean isMine) {
        if (isMine) {
            return drafts.size();
        }
        return "open".equals(status) ? open.size() : open.size() + drafts.size();
    }

    @Override
    public List<String> newest(Claims caller, int most) {
        return open;
    }

    @Override
    public synchronized void draft(Claims caller, String title) {
        drafts.add(title);
    }
}
