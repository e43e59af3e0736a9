package dev.belfry.voice.assistant;

import dev.belfry.domain.access.Claims;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The challenges as far as the caller may see and make them. */
public interface Challenges {

    /** Whether the demo's table of them is in the database; nothing else may be asked where it is not. */
    boolean areThere();

    /**
     * @param status any if absent
     * @param isMine only those that the caller made, who has to be somebody then: an API key is nobody
     */
    long count(Claims caller, @Nullable String status, boolean isMine);

    /** The titles of those that are open, newest first. */
    List<String> newest(Claims caller, int most);

    /** Makes a draft that belongs to the caller, who has to be somebody. */
    void draft(Claims caller, String title);
}
