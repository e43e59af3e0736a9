package dev.belfry.realtime.signin;

/**
 * Which part of a list is asked for.
 *
 * @param number from 1
 */
record Pages(long number, int size) {

    private static final int USUAL_SIZE = 50;
    private static final int LARGEST_SIZE = 1000;
    private static final long LAST = 1_000_000_000;

    static Pages of(String page, String perPage) {
        return new Pages(number("page", page, 1, LAST), (int) number("per_page", perPage, USUAL_SIZE, LARGEST_SIZE));
    }

    private static long number(String name, String text, long usual, long most) {
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) == 0) {
            throw SignInProblem.invalid(
                    "Bad Pagination Parameters: " + name + " must be a whole number from 1, not " + text);
        }
        return Math.min(most, Long.parseLong(text));
    }

    long offset() {
        return (number - 1) * size;
    }

    /** The pages that there are besides (RFC 8288). */
    String links(long total) {
        var last = Math.max(1, (total + size - 1) / size);
        return (number < last ? link(number + 1, "next") + ", " : "") + link(last, "last");
    }

    private String link(long page, String relation) {
        return "</admin/users?page=" + page + "&per_page=" + size + ">; rel=\"" + relation + "\"";
    }
}
