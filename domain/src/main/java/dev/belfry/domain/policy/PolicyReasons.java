package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.PolicyQuestions.Question;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalInt;

/** Which of a table's policies says what of a row and a caller. For those who see the row anyway: the answers tell of it. */
@ApplicationScoped
public class PolicyReasons {

    @Inject
    PolicyQuestions questions;

    /**
     * One policy's word.
     *
     * @param permissive one of these has to allow, and none of the others to refuse
     * @param condition as {@code pg_get_expr} writes it with an empty search path
     */
    public record Said(String name, boolean permissive, String condition, Answer answer) {}

    /**
     * Those that hold for the caller's role, by name; none if policies do not decide. May block for seconds if they are slow.
     *
     * @param writer the id of the transaction that has written the row, if it may not be seen yet
     * @throws dev.belfry.domain.access.DatabaseAway if they cannot be asked now
     */
    public List<Said> about(Table table, OptionalInt writer, Access access, Row row, Claims caller) {
        return access.policies().stream()
                .map(part -> new Said(
                        part.policy().name(),
                        part.policy().permissive(),
                        part.policy().condition(),
                        answer(table, writer, access.under(part), row, caller)))
                .toList();
    }

    private Answer answer(Table table, OptionalInt writer, Access alone, Row row, Claims caller) {
        return switch (alone.decide(row, caller)) {
            case VISIBLE -> new Answer.Visible();
            case HIDDEN -> new Answer.Hidden();
            case OPEN ->
                alone.isWhole(row)
                        ? questions
                                .ask(table, writer, List.of(new Question(alone, row, caller, false)))
                                .getFirst()
                        : new Answer.Failed("not all of the row is known");
        };
    }
}
