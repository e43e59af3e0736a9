package dev.belfry.domain.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads from a view's stored rule which column of which relation each of its columns shows.
 *
 * <p>The rule is PostgreSQL's own notation of a query tree ({@code pg_rewrite.ev_action}): nodes in braces with fields that begin
 * with a colon, lists in parentheses, a backslash before characters that mean something else. Only the target list of the outermost
 * query counts.
 */
final class ViewColumns {

    private final String tree;
    private final List<Origin> origins = new ArrayList<>();
    private int at;

    private ViewColumns(String tree) {
        this.tree = tree;
    }

    /** A view's column, by number, and where its value comes from. */
    record Origin(int column, long relation, int relationColumn) {}

    /** The columns that show another relation's column and nothing else. */
    static List<Origin> of(String rule) {
        var reader = new ViewColumns(rule);
        reader.readRule();
        return List.copyOf(reader.origins);
    }

    /** A list of queries, of which the first one is the view's. */
    private void readRule() {
        var start = tree.indexOf("{QUERY");
        if (start < 0) {
            return;
        }
        at = start + 1;
        var depth = 1;
        while (at < tree.length() && depth > 0) {
            var token = token();
            switch (token) {
                case "{", "(" -> depth++;
                case "}", ")" -> depth--;
                case ":targetList" -> {
                    if (depth == 1) {
                        readTargets();
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    private void readTargets() {
        if (!token().equals("(")) {
            return;
        }
        while (at < tree.length()) {
            var token = token();
            if (token.equals(")")) {
                return;
            }
            if (token.equals("{")) {
                readTarget();
            }
        }
    }

    /** The fields of one target entry; the expression in it is of no interest. */
    private void readTarget() {
        var depth = 1;
        var column = 0;
        var relation = 0L;
        var relationColumn = 0;
        while (at < tree.length() && depth > 0) {
            var token = token();
            switch (token) {
                case "{", "(" -> depth++;
                case "}", ")" -> depth--;
                case ":resno" -> column = depth == 1 ? (int) number() : column;
                case ":resorigtbl" -> relation = depth == 1 ? number() : relation;
                case ":resorigcol" -> relationColumn = depth == 1 ? (int) number() : relationColumn;
                default -> {}
            }
        }
        if (relation != 0 && relationColumn > 0) {
            origins.add(new Origin(column, relation, relationColumn));
        }
    }

    private long number() {
        var token = token();
        return token.matches("\\d{1,18}") ? Long.parseLong(token) : 0;
    }

    /** A brace, a parenthesis, or a word; a backslash makes the next character part of a word. */
    private String token() {
        while (at < tree.length() && Character.isWhitespace(tree.charAt(at))) {
            at++;
        }
        if (at == tree.length()) {
            return "";
        }
        var start = at;
        if (isBracket(tree.charAt(at))) {
            return tree.substring(start, ++at);
        }
        while (at < tree.length() && !Character.isWhitespace(tree.charAt(at)) && !isBracket(tree.charAt(at))) {
            at += tree.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, tree.length());
        return tree.substring(start, at);
    }

    private static boolean isBracket(char character) {
        return "{}()".indexOf(character) >= 0;
    }
}
