package dev.belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A message with a payload of 200 characters that has the time of its sending in it, in a place where it is found without parsing. */
final class Stamped {

    private static final int CHARACTERS = 200;
    private static final int DIGITS = 16;
    private static final byte[] MARK = "~at~".getBytes(US_ASCII);
    private static final String PAYLOAD =
            "{\"d\":\"~at~" + "0".repeat(DIGITS) + "x".repeat(CHARACTERS - MARK.length - DIGITS) + "\"}";

    private final byte[] text;
    private final int stamp;

    Stamped(Wire wire, String topic) {
        text = wire.broadcast(topic, PAYLOAD).getBytes(US_ASCII);
        stamp = new String(text, US_ASCII).indexOf("~at~") + MARK.length;
    }

    /** Stands until it is stamped anew. */
    byte[] at(long nanos) {
        for (var i = 0; i < DIGITS; i++) {
            text[stamp + i] = (byte) Character.forDigit((int) (nanos >> (4 * (DIGITS - 1 - i))) & 15, 16);
        }
        return text;
    }

    /** Reads the stamps of messages that look alike. */
    static final class Reader {

        private int place;

        /** When the message was sent; -1 if it is another one. */
        long sentAt(Received message) {
            if (!message.has(MARK, place)) {
                place = message.find(MARK, 0);
            }
            return place < 0 ? -1 : message.number(place + MARK.length, 16, DIGITS);
        }
    }
}
