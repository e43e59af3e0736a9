package dev.belfry.realtime.presence;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Some of a thousand in a room do something else, and what has to be told of it. */
@State(Scope.Benchmark)
public class PresenceBenchmark {

    private static final int MEMBERS = 1000;

    @Param({"1", "1000"})
    public int moved = 1;

    private final PresenceState state = new PresenceState();
    private final Place[] places = new Place[MEMBERS];
    private long refs;

    @Setup
    public void come() {
        for (var i = 0; i < MEMBERS; i++) {
            places[i] = new Place("member" + i, "page" + i);
            track(i);
        }
        state.takeDiff();
    }

    @Benchmark
    public PresenceDiff diff() {
        for (var i = 0; i < moved; i++) {
            track(i);
        }
        return state.takeDiff();
    }

    private void track(int member) {
        var ref = String.valueOf(refs++);
        state.track(places[member], "{\"cursor\":" + ref + "}", ref);
    }
}
