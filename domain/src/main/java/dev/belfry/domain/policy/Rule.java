package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SELECT policies of one table that hold for one role, as PostgreSQL puts them together: one of the permissive ones allows, and each
 * of the restrictive ones.
 *
 * @param text of the whole condition, to ask PostgreSQL
 * @param parts each policy alone
 */
record Rule(Term term, String text, List<Part> parts) {

    /** @param condition as {@code pg_get_expr} writes it with an empty search path */
    record Policy(String name, boolean permissive, String condition) {}

    /** One of the policies, compiled. */
    record Part(Policy policy, Term term) {

        Rule alone() {
            return new Rule(term, policy.condition(), List.of());
        }
    }

    static Rule of(List<Policy> policies, Compiler compiler) {
        var parts = policies.stream()
                .map(policy -> new Part(policy, compiler.compile(policy.condition())))
                .toList();
        var permissive =
                parts.stream().filter(part -> part.policy().permissive()).toList();
        var restrictive =
                parts.stream().filter(part -> !part.policy().permissive()).toList();
        if (permissive.isEmpty()) {
            return new Rule(new Term.Constant(Type.BOOLEAN, false), "false", parts);
        }
        var allows = new Term.Or(terms(permissive));
        var text = joined(permissive, " or ");
        return restrictive.isEmpty()
                ? new Rule(allows, text, parts)
                : new Rule(
                        new Term.And(Stream.concat(terms(restrictive).stream(), Stream.of(allows))
                                .toList()),
                        joined(restrictive, " and ") + " and (" + text + ")",
                        parts);
    }

    private static List<Term> terms(List<Part> parts) {
        return parts.stream().map(Part::term).toList();
    }

    private static String joined(List<Part> parts, String operator) {
        return parts.stream().map(part -> "(" + part.policy().condition() + ")").collect(Collectors.joining(operator));
    }

    Decision decide(Row row, Claims caller) {
        var value = term.value(row, caller);
        if (value instanceof Term.Open) {
            return Decision.OPEN;
        }
        return Boolean.TRUE.equals(value) ? Decision.VISIBLE : Decision.HIDDEN;
    }

    /**
     * Which users may see the row at all, by the {@code sub} of their tokens in lower case; null if that does not depend on who they
     * are. Users whose {@code sub} is no UUID may see it in any case.
     */
    @Nullable
    Set<String> subjects(Row row) {
        return subjects(term, row);
    }

    private static @Nullable Set<String> subjects(Term term, Row row) {
        return switch (term) {
            case Term.Constant(var type, var value) -> Boolean.TRUE.equals(value) ? null : Set.of();
            case Term.And(var terms) -> and(terms, row);
            case Term.Or(var terms) -> or(terms, row);
            case Term.Comparison(var operator, Term.Column column, var who)
            when operator == Term.Operator.EQUAL && isSubject(who) -> subject(column, row);
            case Term.Comparison(var operator, var who, Term.Column column)
            when operator == Term.Operator.EQUAL && isSubject(who) -> subject(column, row);
            default -> Terms.readsClaims(term) ? null : ofRow(term, row);
        };
    }

    private static @Nullable Set<String> ofRow(Term term, Row row) {
        var value = term.value(row, Terms.NOBODY);
        return value == null || value.equals(false) ? Set.of() : null;
    }

    private static @Nullable Set<String> subject(Term.Column column, Row row) {
        var value = column.value(row, Terms.NOBODY);
        if (value == null) {
            return Set.of();
        }
        return value instanceof String text ? Set.of(text.toLowerCase(Locale.ROOT)) : null;
    }

    private static @Nullable Set<String> and(List<Term> terms, Row row) {
        Set<String> all = null;
        for (var term : terms) {
            var some = subjects(term, row);
            if (some != null && all != null) {
                var both = new HashSet<>(all);
                both.retainAll(some);
                all = both;
            } else {
                all = all == null ? some : all;
            }
        }
        return all;
    }

    private static @Nullable Set<String> or(List<Term> terms, Row row) {
        var any = new HashSet<String>();
        for (var term : terms) {
            var some = subjects(term, row);
            if (some == null) {
                return null;
            }
            any.addAll(some);
        }
        return any;
    }

    /** Whether it is the caller's {@code sub}, whichever way it is read. */
    private static boolean isSubject(Term term) {
        return switch (term) {
            case Term.Setting(var name) -> name == Term.Setting.Name.SUBJECT;
            case Term.MemberText(Term.Member(Term.Payload payload, var key)) -> key.equals("sub");
            case Term.NullIf(var inner, Term.Constant nothing) -> isSubject(inner);
            case Term.Cast(var inner, var type) -> isSubject(inner);
            case Term.Coalesce(var type, var terms) -> terms.stream().allMatch(Rule::isSubject);
            default -> false;
        };
    }
}
