package dev.belfry.realtime.changes;

/** A question about a row that cannot be answered as it stands. Its message says what is wrong with the field, and what would be right. */
public final class UnusableQuestion extends Exception {

    private static final long serialVersionUID = 1;

    private final String field;

    UnusableQuestion(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Somebody is asked for who cannot be. */
    public static UnusableQuestion nobody(String why) {
        return new UnusableQuestion(
                "for", "must be {\"token\":…}, or claims such as {\"role\":\"authenticated\",\"sub\":…}: " + why);
    }

    /** The one of the request that is wrong. */
    public String field() {
        return field;
    }
}
