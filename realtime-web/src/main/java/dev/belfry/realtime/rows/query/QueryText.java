package dev.belfry.realtime.rows.query;

import dev.belfry.domain.change.Identifiers;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.problem.RowsProblem;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** The text of one parameter, read from left to right. What is not as the grammar wants it is a {@link RowsProblem}. */
final class QueryText {

    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    /** Names that are types in SQL's grammar alone; in quotes they would be others. */
    private static final Set<String> WORDS_OF_SQL = Set.of(
            "bigint",
            "bit",
            "boolean",
            "char",
            "character",
            "dec",
            "decimal",
            "float",
            "int",
            "integer",
            "real",
            "smallint");

    private static final Set<String> TYPES_OF_SEVERAL_WORDS = Set.of(
            "double precision",
            "character varying",
            "bit varying",
            "timestamp with time zone",
            "timestamp without time zone",
            "time with time zone",
            "time without time zone");

    private final String what;
    private final String text;
    private int at;

    /** @param what the text is of, for those who read an error */
    QueryText(String what, String text) {
        this.what = what;
        this.text = text;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    boolean isNext(String expected) {
        return text.startsWith(expected, at);
    }

    boolean isNextOneOf(String characters) {
        return !isAtEnd() && characters.indexOf(text.charAt(at)) >= 0;
    }

    /** Whether that came next; if so it has been read. */
    boolean take(String expected) {
        var isNext = isNext(expected);
        at += isNext ? expected.length() : 0;
        return isNext;
    }

    void expect(String expected) {
        if (!take(expected)) {
            throw problem("\"" + expected + "\"");
        }
    }

    void expectEnd() {
        if (!isAtEnd()) {
            throw problem("end of input");
        }
    }

    /** A closing parenthesis too many changes nothing, and portals have them. */
    void expectEndOfParentheses() {
        while (take(")")) {}
        if (!isAtEnd()) {
            throw problem("end of input");
        }
    }

    void skipBlanks() {
        while (isNextOneOf(" \t")) {
            at++;
        }
    }

    /** A comma between blanks. */
    boolean takeComma() {
        var start = at;
        skipBlanks();
        if (take(",")) {
            skipBlanks();
            return true;
        }
        at = start;
        return false;
    }

    int position() {
        return at;
    }

    void backTo(int position) {
        at = position;
    }

    /** A name of letters, digits, {@code _}, {@code $}, spaces and hyphens, or of anything in quotes. */
    String name() {
        if (isNext("\"")) {
            return quoted();
        }
        if (take("*")) {
            return "*";
        }
        return word("field name (* or [a..z0..9_$])");
    }

    /** Letters, digits, {@code _}, {@code $}, spaces, and hyphens that begin no arrow. */
    private String word(String expected) {
        var start = at;
        while (!isAtEnd() && isOfName(text.charAt(at))) {
            at++;
        }
        var name = text.substring(start, at).strip();
        if (name.isEmpty()) {
            throw problem(expected);
        }
        return name;
    }

    private boolean isOfName(char character) {
        return Character.isLetterOrDigit(character)
                || Character.isSurrogate(character)
                || "_$ ".indexOf(character) >= 0
                || (character == '-' && !text.startsWith("->", at));
    }

    /**
     * The name of a type as SQL takes it: one word, in quotes unless SQL's grammar has it, or one of the names that have several. No
     * dollar: between two of them SQL has text.
     */
    String type() {
        var start = at;
        var type = isAtEnd() ? "" : upToOtherThan(character -> isOfWord(character) || character == ' ');
        var name = type.strip().replaceAll(" +", " ");
        if (!WORD.matcher(name).matches() && !TYPES_OF_SEVERAL_WORDS.contains(name.toLowerCase(Locale.ROOT))) {
            at = start;
            throw problem("the name of a type");
        }
        var small = name.toLowerCase(Locale.ROOT);
        return name.contains(" ") || WORDS_OF_SQL.contains(small) ? small : Identifiers.quoted(small);
    }

    private String upToOtherThan(IntPredicate wanted) {
        var start = at;
        while (!isAtEnd() && wanted.test(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isOfWord(int character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }

    /** The name of a text search configuration: letters, digits, {@code _}, {@code $} and spaces. */
    String identifier() {
        var start = at;
        while (!isAtEnd() && (Character.isLetterOrDigit(text.charAt(at)) || "_ $".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        var identifier = text.substring(start, at).strip();
        if (identifier.isEmpty()) {
            throw problem("letter or digit");
        }
        return identifier;
    }

    /** A key of an object: anything but {@code (-:.,>)}, hyphens within, or anything in quotes. */
    String key() {
        if (isNext("\"")) {
            return quoted();
        }
        var start = at;
        while (!isAtEnd() && ("(-:.,>)".indexOf(text.charAt(at)) < 0 || isHyphenOfKey(start))) {
            at++;
        }
        var key = text.substring(start, at).strip();
        if (key.isEmpty()) {
            throw problem("any non reserved character different from: .,>()");
        }
        return key;
    }

    private boolean isHyphenOfKey(int start) {
        return at > start && text.charAt(at) == '-' && !text.startsWith("->", at);
    }

    /** An index of an array, with or without a minus, if the step ends behind it; else nothing is read and it is empty. */
    String index() {
        var start = at;
        take("-");
        var digits = at;
        while (!isAtEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        var isIndex =
                at > digits && at - digits <= 9 && (isAtEnd() || isNextOneOf(".,)") || isNext("->") || isNext("::"));
        if (!isIndex) {
            at = start;
            return "";
        }
        return text.substring(start, at);
    }

    /** What stands between double quotes; a backslash takes the meaning from the character behind it. */
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
                if (isAtEnd() || isNextOneOf(",)")) {
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
        var start = at;
        if (isNext("{") && skipBraces() && (isAtEnd() || isNextOneOf(",)"))) {
            return text.substring(start, at);
        }
        at = start;
        return element();
    }

    private boolean skipBraces() {
        var depth = 0;
        var quoted = false;
        do {
            if (isAtEnd()) {
                return false;
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
        return true;
    }

    /** All before the first of those characters. */
    private String upTo(String ends) {
        var start = at;
        while (!isAtEnd() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    RowsProblem problem(String expected) {
        var found = isAtEnd() ? "end of input" : "\"" + text.charAt(at) + "\"";
        return Problems.unreadable(what, text, at, "unexpected " + found + " expecting " + expected);
    }
}
