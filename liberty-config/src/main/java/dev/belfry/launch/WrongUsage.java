package dev.belfry.launch;

/** A command was called in a way that it does not know; the message says what would be right. */
final class WrongUsage extends Exception {

    private static final long serialVersionUID = 1;

    /** As sysexits.h has it. */
    static final int EXIT_CODE = 64;

    WrongUsage(String message) {
        super(message);
    }
}
