package dev.belfry.realtime.presence;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Names for versions of metas: 16 characters, unique among all servers as far as 48 random bits go. */
final class MetaRefs {

    private final AtomicLong next = new AtomicLong();
    private final int high;
    private final short low;

    MetaRefs() {
        var random = new SecureRandom();
        high = random.nextInt();
        low = (short) random.nextInt();
    }

    String next() {
        var number = next.getAndIncrement();
        var bytes = ByteBuffer.allocate(12)
                .putInt(high)
                .putShort(low)
                .putShort((short) (number >>> 32))
                .putInt((int) number)
                .array();
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
