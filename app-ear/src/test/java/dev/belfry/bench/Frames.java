package dev.belfry.bench;

/** Whole frames as a client writes them: masked, in one piece (RFC 6455 §5.2). */
final class Frames {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    /** Always the same: nobody is to be protected from a benchmark. */
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private Frames() {}

    static byte[] frame(int opcode, byte[] payload) {
        var header = payload.length < 126 ? 2 : payload.length < 1 << 16 ? 4 : 10;
        var frame = new byte[header + MASK.length + payload.length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) (MASKED | (header == 2 ? payload.length : header == 4 ? 126 : 127));
        for (var i = 2; i < header; i++) {
            frame[i] = (byte) ((long) payload.length >> (8 * (header - 1 - i)));
        }
        System.arraycopy(MASK, 0, frame, header, MASK.length);
        for (var i = 0; i < payload.length; i++) {
            frame[header + MASK.length + i] = (byte) (payload[i] ^ MASK[i & 3]);
        }
        return frame;
    }
}
