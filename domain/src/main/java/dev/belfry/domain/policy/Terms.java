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
        return term instanceof Term.Asked
                || term instanceof Term.Setting
                || term instanceof Term.Payload
                || parts(term).stream().anyMatch(Terms::readsClaims);
    }

    /** Whether a part of it is PostgreSQL's to answer. */
    static boolean asks(Term term) {
        return term instanceof Term.Asked || parts(term).stream().anyMatch(Terms::asks);
    }

    private static List<? extends Term> parts(Term term) {
        return switch (term) {
            case Term.Constant ignored -> List.of();
            case Term.Column ignored -> List.of();
            case Term.Asked ignored -> List.of();
            case Term.Setting ignored -> List.of();
            case Term.Payload ignored -> List.of();
            case Term.Cast(var inner, var type) -> List.of(inner);
            case Term.Comparison(var operator, var left, var right) -> List.of(left, right);
            case Term.Distinct(var left, var right) -> List.of(left, right);
            case Term.Not(var inner) -> List.of(inner);
            case Term.And(var terms) -> terms;
            case Term.Or(var terms) -> terms;
            case Term.IsNull(var inner) -> List.of(inner);
            case Term.Is(var inner, var wanted) -> List.of(inner);
            case Term.Coalesce(var type, var terms) -> terms;
            case Term.NullIf(var inner, var nothing) -> List.of(inner, nothing);
            case Term.Member(var inner, var key) -> List.of(inner);
            case Term.MemberText(var member) -> List.of(member);
            case Term.Has(var inner, var key) -> List.of(inner);
        };
    }
}
