package dev.belfry.realtime.protocol;

import java.nio.ByteBuffer;

/** What goes over a socket at once. Immutable, so that many sockets may write the same one. */
public sealed interface Frame {

    /** How much it takes of an outbox, in bytes. */
    int size();

    /** @param size of the text in UTF-8, counted once */
    record Text(String text, int size) implements Frame {

        static Text of(String text) {
            return new Text(text, utf8Length(text));
        }

        /** As many bytes as the text takes in UTF-8. */
        public static int utf8Length(String text) {
            var length = text.length();
            for (int i = 0; i < text.length(); i++) {
                var character = text.charAt(i);
                if (character >= 0x80) {
                    // A surrogate is half of four bytes.
                    length += character >= 0x800 && !Character.isSurrogate(character) ? 2 : 1;
                }
            }
            return length;
        }
    }

    /** @param bytes never changed, and never handed out but for reading */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Binary(byte[] bytes) implements Frame {

        @Override
        public int size() {
            return bytes.length;
        }

        /** Not a read-only one, which Liberty cannot send. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes);
        }
    }
}
