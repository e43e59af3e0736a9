package dev.belfry.realtime.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A frame of a socket as it is written, its header included (RFC 6455 §5.2). Immutable, so that many sockets may write the same one. */
public final class Frame {

    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int MAX_SHORT = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final byte[] bytes;
    private final int header;

    private Frame(int opcode, byte[] payload) {
        var length = payload.length;
        header = length <= MAX_SHORT ? 2 : length <= 0xffff ? 4 : 10;
        bytes = new byte[header + length];
        bytes[0] = (byte) (FIN | opcode);
        if (length <= MAX_SHORT) {
            bytes[1] = (byte) length;
        } else if (length <= 0xffff) {
            bytes[1] = TWO_BYTES;
            bytes[2] = (byte) (length >> 8);
            bytes[3] = (byte) length;
        } else {
            bytes[1] = EIGHT_BYTES;
            for (var at = 0; at < Integer.BYTES; at++) {
                bytes[9 - at] = (byte) (length >> (8 * at));
            }
        }
        System.arraycopy(payload, 0, bytes, header, length);
    }

    /** What somebody else has made a frame of. */
    private Frame(byte[] bytes) {
        this.bytes = bytes;
        header = 0;
    }

    public static Frame text(String text) {
        return new Frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Frame binary(byte[] payload) {
        return new Frame(BINARY, payload);
    }

    /** @param payload 125 bytes at most */
    public static Frame ping(byte[] payload) {
        return new Frame(PING, payload);
    }

    /** @param bytes whole, with their header */
    public static Frame made(byte[] bytes) {
        return new Frame(bytes);
    }

    /** How much it takes of an outbox, in bytes. */
    public int size() {
        return bytes.length;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    public boolean isText() {
        return opcode() == TEXT;
    }

    /** Whether it is one of the application's, and not of WebSocket's own. */
    public boolean isMessage() {
        return opcode() < CLOSE;
    }

    /** Whether it is the last one of its side. */
    public boolean isClose() {
        return opcode() == CLOSE;
    }

    private int opcode() {
        return bytes[0] & 0xf;
    }

    /** In bytes, without the header. */
    public int payloadSize() {
        return bytes.length - header;
    }

    /** What is in it. */
    public byte[] payload() {
        return Arrays.copyOfRange(bytes, header, bytes.length);
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

    @Override
    public String toString() {
        return isText() ? new String(payload(), StandardCharsets.UTF_8) : size() + " bytes";
    }
}
