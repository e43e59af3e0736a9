package dev.belfry.realtime.resume;

import dev.belfry.domain.change.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where pages are, in a file that is mapped into memory: writing a position costs as much as writing a variable, and what was written
 * outlives the process, however it ends.
 *
 * <pre>
 * header  64 bytes   format, identity of the source (16), kept since (8, microseconds), kept from (8, a transaction)
 * place   32 bytes   key (16), transaction (8), index (4), whether broadcasts are under way (4)
 * </pre>
 */
public final class PositionFile {

    private static final long FORMAT = 0x62656c6672790001L;
    private static final int HEADER = 64;
    private static final int PLACE = 32;
    private static final int OWES = 28;
    private static final int SINCE = 24;
    private static final int FROM = 32;

    private final ByteBuffer buffer;
    /** The oldest first. */
    private final Map<UUID, Mapped> places = new LinkedHashMap<>();

    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /** Where one page is on one topic. */
    interface Place {

        /** Null if it is not known. */
        @Nullable
        Position read();

        void write(Position position);

        /** Whether broadcasts are under way to the page. */
        void owesBroadcasts(boolean owed);

        /** Why the page may have missed broadcasts since it was here; null if it was not, or cannot have. */
        @Nullable
        String unknown();

        /** The page did not come back in time. It is known for as long as nobody else needs the place. */
        void leave();

        /** The page does not come back: the place is free. */
        void clear();
    }

    private PositionFile(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Opens the file, made when missing.
     *
     * @param identity of the source whose positions they are: what was kept of another one counts for nothing
     * @param capacity how many places it has; a page for which there is none is not known any more after a restart
     */
    public static PositionFile open(Path path, String identity, int capacity) throws IOException {
        try (var channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            var size = HEADER + (long) PLACE * capacity;
            var isOther = channel.size() != size;
            if (isOther) {
                channel.truncate(0);
            }
            var file = new PositionFile(channel.map(MapMode.READ_WRITE, 0, size));
            file.load(hash(identity), capacity);
            return file;
        }
    }

    private void load(UUID identity, int capacity) {
        if (buffer.getLong(0) != FORMAT
                || buffer.getLong(8) != identity.getMostSignificantBits()
                || buffer.getLong(16) != identity.getLeastSignificantBits()) {
            for (int at = 0; at < buffer.capacity(); at++) {
                buffer.put(at, (byte) 0);
            }
            buffer.putLong(8, identity.getMostSignificantBits());
            buffer.putLong(16, identity.getLeastSignificantBits());
            buffer.putLong(0, FORMAT);
        }
        for (int i = 0; i < capacity; i++) {
            var at = HEADER + PLACE * i;
            var key = new UUID(buffer.getLong(at), buffer.getLong(at + 8));
            if (key.getMostSignificantBits() == 0 && key.getLeastSignificantBits() == 0) {
                free.add(at);
            } else {
                places.put(key, new Mapped(key, at).found());
            }
        }
    }

    /**
     * Since when the source keeps everything.
     *
     * @param from the transaction from which on it does now, unsigned
     * @return null if that was never written down, or belongs to what the source has lost meanwhile
     */
    public @Nullable Instant keptSince(long from) {
        var micros = buffer.getLong(SINCE);
        return micros == 0 || Long.compareUnsigned(from, buffer.getLong(FROM)) > 0
                ? null
                : Instant.EPOCH.plusNanos(Math.multiplyExact(micros, 1000L));
    }

    /** Everything behind that transaction is kept, and everything that was committed then or later. */
    public void keeps(long from, Instant since) {
        buffer.putLong(SINCE, since.getEpochSecond() * 1_000_000L + since.getNano() / 1000);
        buffer.putLong(FROM, from);
    }

    synchronized Place place(String name) {
        var key = hash(name);
        var known = places.get(key);
        if (known != null) {
            known.enter();
            return known;
        }
        var fresh = claim(key);
        if (fresh == null) {
            return NOWHERE;
        }
        places.put(key, fresh);
        return fresh;
    }

    private @Nullable Mapped claim(UUID key) {
        if (free.isEmpty()) {
            places.values().stream().filter(place -> place.isLeft).findFirst().ifPresent(this::release);
        }
        var at = free.poll();
        if (at == null) {
            return null;
        }
        buffer.putLong(at + 16, 0);
        buffer.putInt(at + 24, 0);
        buffer.putInt(at + OWES, 0);
        buffer.putLong(at, key.getMostSignificantBits());
        buffer.putLong(at + 8, key.getLeastSignificantBits());
        return new Mapped(key, at);
    }

    private synchronized void release(Mapped place) {
        if (places.remove(place.key, place)) {
            place.isFree = true;
            buffer.putLong(place.at, 0);
            buffer.putLong(place.at + 8, 0);
            free.add(place.at);
        }
    }

    private static UUID hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private final class Mapped implements Place {

        private final UUID key;
        private final int at;
        private volatile boolean isLeft;
        private volatile @Nullable String unknown;
        /** A word about a message may come late, when the place is somebody else's. */
        private volatile boolean isFree;

        Mapped(UUID key, int at) {
            this.key = key;
            this.at = at;
        }

        /** As the process before left it. */
        Mapped found() {
            isLeft = true;
            unknown = buffer.getInt(at + OWES) == 0
                    ? null
                    : "broadcasts were under way to this page when the server ended, and are lost";
            return this;
        }

        private void enter() {
            isLeft = false;
        }

        @Override
        public @Nullable Position read() {
            var transaction = buffer.getLong(at + 16);
            return transaction == 0 ? null : new Position(transaction, buffer.getInt(at + 24));
        }

        /** A position that is written by half is an earlier one: better twice than never. */
        @Override
        public synchronized void write(Position position) {
            if (isFree) {
                return;
            }
            if (buffer.getLong(at + 16) != position.transaction()) {
                buffer.putInt(at + 24, 0);
                buffer.putLong(at + 16, position.transaction());
            }
            buffer.putInt(at + 24, position.index());
        }

        @Override
        public synchronized void owesBroadcasts(boolean owed) {
            if (!isFree) {
                buffer.putInt(at + OWES, owed ? 1 : 0);
            }
        }

        @Override
        public @Nullable String unknown() {
            var why = unknown;
            unknown = null;
            return why;
        }

        @Override
        public void leave() {
            unknown = "this page was away for so long that the broadcasts since then are not kept any more";
            isLeft = true;
        }

        @Override
        public void clear() {
            release(this);
        }
    }

    private static final Place NOWHERE = new Place() {
        @Override
        public @Nullable Position read() {
            return null;
        }

        @Override
        public void write(Position position) {}

        @Override
        public void owesBroadcasts(boolean owed) {}

        @Override
        public @Nullable String unknown() {
            return null;
        }

        @Override
        public void leave() {}

        @Override
        public void clear() {}
    };

    /** One that ends with this process, for a source whose positions mean nothing in another. */
    public static PositionFile inMemory(int capacity) {
        var file = new PositionFile(ByteBuffer.allocate(HEADER + PLACE * capacity));
        file.load(hash(""), capacity);
        return file;
    }
}
