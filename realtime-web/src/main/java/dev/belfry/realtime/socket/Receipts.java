package dev.belfry.realtime.socket;

import dev.belfry.realtime.resume.Receipt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one socket's peer has received, by its pongs: every WebSocket answers a ping by itself (RFC 6455 §5.5.2), and frames stay in
 * order, so a pong says that what was written before its ping has arrived. One ping is under way at a time.
 */
final class Receipts {

    private List<Receipt> written = new ArrayList<>();
    private List<Receipt> pinged = List.of();
    private long number;
    private long pingedAt;

    synchronized void written(Receipt receipt) {
        receipt.written();
        written.add(receipt);
    }

    /** What a ping to be written now holds, if one is due. */
    synchronized byte @Nullable [] ping() {
        if (written.isEmpty() || !pinged.isEmpty()) {
            return null;
        }
        pingedAt = System.nanoTime();
        pinged = written;
        written = new ArrayList<>();
        return ByteBuffer.allocate(Long.BYTES).putLong(++number).array();
    }

    /** True if another ping is due. */
    synchronized boolean pong(ByteBuffer data) {
        if (data.remaining() == Long.BYTES && data.getLong(data.position()) == number) {
            pinged.forEach(Receipt::acknowledged);
            pinged = List.of();
        }
        return isDue();
    }

    synchronized boolean isDue() {
        return !written.isEmpty() && pinged.isEmpty();
    }

    /** Whether a pong has been waited for so long that none will come. */
    synchronized boolean isOverdue(Duration patience) {
        return !pinged.isEmpty() && System.nanoTime() - pingedAt > patience.toNanos();
    }
}
