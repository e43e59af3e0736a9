package dev.belfry.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message where it lies in the client's buffer, so that looking for something in it copies nothing. Stands until the next comes. */
final class Received {

    private final ByteBuffer buffer;
    private int from;
    private int length;

    Received(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    Received at(int position, int size) {
        from = position;
        length = size;
        return this;
    }

    /** Where the text is, at the place or after it; -1 if it is not. */
    int find(byte[] text, int start) {
        for (var i = start; i <= length - text.length; i++) {
            if (has(text, i)) {
                return i;
            }
        }
        return -1;
    }

    boolean contains(byte[] text) {
        return find(text, 0) >= 0;
    }

    boolean has(byte[] text, int at) {
        if (at < 0 || at + text.length > length) {
            return false;
        }
        for (var i = 0; i < text.length; i++) {
            if (buffer.get(from + at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number that is written there, in so many digits or as many as there are. */
    long number(int at, int radix, int digits) {
        var number = 0L;
        for (var i = at; i < Math.min(length, at + digits); i++) {
            var digit = Character.digit(buffer.get(from + i), radix);
            if (digit < 0) {
                break;
            }
            number = number * radix + digit;
        }
        return number;
    }

    @Override
    public String toString() {
        var bytes = new byte[length];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
