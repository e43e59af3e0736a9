package dev.belfry.realtime.rows;

/** The text of one parameter, read from left to right. What is not as the grammar wants it fails with {@code PGRST100}. */
final class QueryText {

    private final String parameter;
    private final String text;
    private int at;

    /** @param parameter what the text is of, for those who read an error */
    QueryText(String parameter, String text) {
        this.parameter = parameter;
        this.text = text;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    boolean isNext(String expected) {
        return text.startsWith(expected, at);
    }

    /** Whether that came next; if so it has been read. */
    boolean take(String expected) {
        var isNext = isNext(expected);
        at += isNext ? expected.length() : 0;
        return isNext;
    }

    void expect(String expected) {
        if (!take(expected)) {
            throw problem("'" + expected + "'");
        }
    }

    void expectEnd() {
        if (!isAtEnd()) {
            throw problem("the end");
        }
    }

    void skipBlanks() {
        while (take(" ")) {}
    }

    /** A name of letters, digits, {@code _}, {@code $}, spaces and hyphens, or of anything in quotes. */
    String name(String what) {
        if (isNext("\"")) {
            return quoted();
        }
        var start = at;
        while (!isAtEnd() && isOfName(text.charAt(at))) {
            at++;
        }
        var name = text.substring(start, at).strip();
        if (name.isEmpty()) {
            throw problem(what);
        }
        return name;
    }

    /** A hyphen belongs to a name unless it begins an arrow. */
    private boolean isOfName(char character) {
        return Character.isLetterOrDigit(character)
                || "_$ ".indexOf(character) >= 0
                || (character == '-' && !text.startsWith("->", at));
    }

    String quoted() {
        var start = at;
        expect("\"");
        var content = new StringBuilder();
        while (!isAtEnd() && !isNext("\"")) {
            take("\\");
            if (!isAtEnd()) {
                content.append(text.charAt(at++));
            }
        }
        if (!take("\"")) {
            at = start;
            throw problem("a closing quote");
        }
        return content.toString();
    }

    String rest() {
        var rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /** An element of a list: quoted if the quotes are around all of it, else all up to a comma or a closing parenthesis. */
    String element() {
        if (isNext("\"")) {
            var start = at;
            try {
                var quoted = quoted();
                if (isAtEnd() || isNext(",") || isNext(")")) {
                    return quoted;
                }
            } catch (RowsProblem notClosed) {
                // then the quote is a character like any other
            }
            at = start;
        }
        return upTo(",)");
    }

    /** A value inside of {@code or(…)}: an element, or an array or object in balanced braces. */
    String value() {
        if (!isNext("{")) {
            return element();
        }
        var start = at;
        var depth = 0;
        var quoted = false;
        do {
            if (isAtEnd()) {
                throw problem("a closing brace");
            }
            var character = text.charAt(at++);
            if (quoted && character == '\\' && !isAtEnd()) {
                at++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            }
        } while (depth > 0);
        return text.substring(start, at);
    }

    /** All before the first of those characters. */
    String upTo(String ends) {
        var start = at;
        while (!isAtEnd() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    RowsProblem problem(String expected) {
        var found = isAtEnd() ? "the end" : "'" + text.charAt(at) + "'";
        return new RowsProblem(
                400,
                "PGRST100",
                "failed to parse " + parameter + " (" + text + ")",
                "at character " + (at + 1) + ": expected " + expected + ", found " + found);
    }
}
