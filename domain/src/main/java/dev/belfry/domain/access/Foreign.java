package dev.belfry.domain.access;

/** Text that a bearer chose, on its way into a log or an answer. */
final class Foreign {

    private Foreign() {}

    /** No more than that of it, no lines, no controls, no half of a surrogate pair. */
    static String shown(String text, int most) {
        return text.substring(0, Math.min(text.length(), most)).replaceAll("[\\p{C}\\p{Z}&&[^ ]]", "?");
    }
}
