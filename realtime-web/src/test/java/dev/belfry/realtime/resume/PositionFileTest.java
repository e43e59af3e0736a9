package dev.belfry.realtime.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places in a file: each opening of it is another process. */
class PositionFileTest {

    @TempDir
    Path directory;

    private Path path = Path.of("positions");

    @BeforeEach
    void choose() {
        path = directory.resolve("positions");
    }

    @Test
    void whatWasWrittenIsThereForTheNextProcess() throws IOException {
        var file = PositionFile.open(path, "slot", 4);
        file.place("a").write(new Position(-1, Integer.MAX_VALUE));
        file.place("b").write(new Position(7, 3));
        file.place("b").write(new Position(7, 4));
        file.keeps(7, Instant.parse("2026-01-02T03:04:05.000006Z"));

        var next = PositionFile.open(path, "slot", 4);

        assertThat(next.place("a").read()).isEqualTo(new Position(-1, Integer.MAX_VALUE));
        assertThat(next.place("b").read()).isEqualTo(new Position(7, 4));
        assertThat(next.place("c").read()).isNull();
        assertThat(next.keptSince(7)).isEqualTo("2026-01-02T03:04:05.000006Z");
        assertThat(next.keptSince(8)).as("the slot is another").isNull();
    }

    @Test
    void positionsOfAnotherSourceCountForNothing() throws IOException {
        PositionFile.open(path, "slot", 4).place("a").write(new Position(7, 3));

        var next = PositionFile.open(path, "another slot", 4);

        assertThat(next.place("a").read()).isNull();
        assertThat(next.keptSince(0)).isNull();
    }

    @Test
    void aFileOfAnotherSizeOrOfNoSenseIsMadeAnew() throws IOException {
        Files.writeString(path, "no such thing");

        assertThat(PositionFile.open(path, "slot", 4).place("a").read()).isNull();
    }

    @Test
    void aPlaceThatWasClearedIsFreeForOthers() throws IOException {
        var file = PositionFile.open(path, "slot", 1);
        var left = file.place("a");
        left.write(new Position(7, 3));
        left.clear();

        file.place("b").write(new Position(8, 0));
        left.write(new Position(9, 9)); // a late word about a page that has left

        assertThat(PositionFile.open(path, "slot", 1).place("b").read()).isEqualTo(new Position(8, 0));
    }

    @Test
    void whoFindsNoPlaceIsNotKnownAndNobodyElseIsHarmed() throws IOException {
        var file = PositionFile.open(path, "slot", 1);
        file.place("a").write(new Position(7, 3));

        file.place("b").write(new Position(8, 0));

        assertThat(file.place("b").read()).isNull();
        assertThat(file.place("a").read()).isEqualTo(new Position(7, 3));
    }

    @Test
    void whoStayedAwayLongestMakesRoomForWhoComes() throws IOException {
        var file = PositionFile.open(path, "slot", 2);
        file.place("left").write(new Position(1, 0));
        file.place("here").write(new Position(2, 0));
        file.place("left").leave();

        file.place("new").write(new Position(3, 0));

        assertThat(file.place("here").read()).isEqualTo(new Position(2, 0));
        assertThat(file.place("new").read()).isEqualTo(new Position(3, 0));
        assertThat(file.place("left").read()).isNull();
    }

    @Test
    void broadcastsThatWereUnderWayWhenTheProcessEndedAreMissed() throws IOException {
        var file = PositionFile.open(path, "slot", 2);
        file.place("owed").owesBroadcasts(true);
        var other = file.place("not owed");
        other.owesBroadcasts(true);
        other.owesBroadcasts(false);

        var next = PositionFile.open(path, "slot", 2);

        assertThat(next.place("owed").unknown()).contains("broadcasts were under way");
        assertThat(next.place("owed").unknown()).as("told once").isNull();
        assertThat(next.place("not owed").unknown()).isNull();
    }
}
