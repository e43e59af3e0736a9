package dev.belfry.realtime.protocol;

import org.jspecify.annotations.Nullable;

/** A message's references, opaque strings of the client: of its join, and of the message itself. */
public record Refs(@Nullable String joinRef, @Nullable String ref) {

    public static final Refs NONE = new Refs(null, null);

    /** Of what the channel itself tells its client (protocol §2.2): close and error carry the join's reference twice. */
    static Refs ofEnd(@Nullable String joinRef) {
        return new Refs(joinRef, joinRef);
    }
}
