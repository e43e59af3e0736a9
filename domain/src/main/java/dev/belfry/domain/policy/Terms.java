package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import java.time.Instant;
import java.util.List;

/** What a term reads. */
final class Terms {

    /** Stands for the caller where the caller is not read. */
    static final Claims NOBODY = new Claims("{}", "", null, Instant.MAX);

    private Terms() {}

    static boolean readsClaims(Term term) {
        return switch (term) {
            case Term.Constant ignored -> false;
            case Term.Column ignored -> false;
            case Term.Asked ignored -> true;
            case Term.Setting ignored -> true;
            case Term.Payload ignored -> true;
            case Term.Cast(var inner, var type) -> readsClaims(inner);
            case Term.Comparison(var operator, var left, var right) -> readsClaims(left) || readsClaims(right);
            case Term.Distinct(var left, var right) -> readsClaims(left) || readsClaims(right);
            case Term.Not(var inner) -> readsClaims(inner);
            case Term.And(var terms) -> anyReadsClaims(terms);
            case Term.Or(var terms) -> anyReadsClaims(terms);
            case Term.IsNull(var inner) -> readsClaims(inner);
            case Term.Is(var inner, var wanted) -> readsClaims(inner);
            case Term.Coalesce(var type, var terms) -> anyReadsClaims(terms);
            case Term.NullIf(var inner, var nothing) -> readsClaims(inner) || readsClaims(nothing);
            case Term.Member(var inner, var key) -> readsClaims(inner);
            case Term.MemberText(var member) -> readsClaims(member);
            case Term.Has(var inner, var key) -> readsClaims(inner);
        };
    }

    private static boolean anyReadsClaims(List<Term> terms) {
        return terms.stream().anyMatch(Terms::readsClaims);
    }
}
