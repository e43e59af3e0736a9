package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.policy.Access;
import dev.belfry.domain.policy.Answer;
import dev.belfry.domain.policy.Decision;
import dev.belfry.domain.policy.PolicyQuestions;
import dev.belfry.domain.policy.PolicyQuestions.Question;
import dev.belfry.domain.policy.RowPolicies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * As PostgreSQL's policies and privileges decide. Somebody sees an insert or an update who sees the new row, and of the row before as
 * much as of the new one if that could be seen too, else its key. Somebody sees a delete who could see the row. Where not all of the old
 * row is known it cannot be judged, and its key is told (protocol §3.7).
 */
public final class PolicyVisibility implements Visibility {

    private static final Logger LOG = System.getLogger(PolicyVisibility.class.getName());
    private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

    private final RowPolicies policies;
    private final PolicyQuestions questions;
    private final Function<Position, OptionalInt> writers;
    private final LongAdder decided = new LongAdder();
    private final LongAdder asked = new LongAdder();
    /** When a table's failures were last logged. */
    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    /** @param writers the id of the transaction that has written a change, if others may not see it yet */
    public PolicyVisibility(RowPolicies policies, PolicyQuestions questions, Function<Position, OptionalInt> writers) {
        this.policies = policies;
        this.questions = questions;
        this.writers = writers;
    }

    private boolean isTimeToLog(String table) {
        var now = System.nanoTime();
        var last = logged.get(table);
        if (last != null && now - last < LOG_NANOS) {
            return false;
        }
        logged.put(table, now);
        return true;
    }

    /** How often somebody's sight of a change was decided in memory. */
    public long decided() {
        return decided.sum();
    }

    /** How often it was PostgreSQL that said. */
    public long asked() {
        return asked.sum();
    }

    @Override
    public Judge of(Change change, Set<String> roles) {
        var judge = new PolicyJudge(change);
        roles.forEach(judge::access);
        return judge;
    }

    private final class PolicyJudge implements Judge {

        private final Change change;
        private final @Nullable Row row;
        /** The row before, if it can be judged. */
        private final @Nullable Row old;

        private final Map<String, Optional<Access>> accesses = new ConcurrentHashMap<>(4);

        PolicyJudge(Change change) {
            this.change = change;
            this.row = switch (change) {
                case Change.Insert insert -> insert.row();
                case Change.Update update -> update.row();
                case Change.Delete ignored -> null;
            };
            this.old = switch (change) {
                case Change.Insert ignored -> null;
                case Change.Update update -> judged(update.old());
                case Change.Delete delete -> judged(delete.old());
            };
        }

        /** Also if the source knows more of it than PostgreSQL tells: filters go by that, and so would tell of it. */
        private @Nullable Row judged(Row before) {
            var columns = change.table().columns();
            return columns.stream().allMatch(Column::identity)
                            || columns.stream()
                                    .anyMatch(column -> !column.identity() && before.get(column.name()) != null)
                    ? before
                    : null;
        }

        private Optional<Access> access(String role) {
            return accesses.computeIfAbsent(role, asked -> policies.of(change.table(), asked));
        }

        @Override
        public boolean refuses(String role) {
            return access(role).map(this::refuses).orElse(false);
        }

        private boolean refuses(Access access) {
            return !access.readsRows(change.table().key());
        }

        /** Without asking the database: who came in the meantime is looked at later. */
        private Optional<Access> known(String role) {
            return accesses.getOrDefault(role, Optional.empty());
        }

        @Override
        public @Nullable Set<String> subjects(String role) {
            var access = known(role).orElse(null);
            var judged = row == null ? old : row;
            return access == null || judged == null || refuses(access) ? null : access.subjects(judged);
        }

        @Override
        public Sight of(Claims caller) {
            var sight = decide(caller);
            if (!(sight instanceof Sight.Open)) {
                decided.increment();
            }
            return sight;
        }

        private Sight decide(Claims caller) {
            var access = access(caller.role()).orElse(null);
            if (access == null || refuses(access)) {
                return Sight.NOTHING;
            }
            var now = row == null ? null : access.decide(row, caller);
            if (now == Decision.HIDDEN || now == Decision.OPEN) {
                return now == Decision.OPEN ? Sight.OPEN : Sight.NOTHING;
            }
            if (old == null) {
                return shown(access, access.isSecured() && !(change instanceof Change.Insert));
            }
            return switch (access.decide(old, caller)) {
                case OPEN -> Sight.OPEN;
                case VISIBLE -> shown(access, false);
                case HIDDEN -> row == null ? Sight.NOTHING : shown(access, true);
            };
        }

        @Override
        public List<Sight> ask(List<Claims> callers) {
            asked.add(callers.size());
            var about = new ArrayList<Question>();
            for (var caller : callers) {
                var access = access(caller.role()).orElseThrow();
                if (row != null) {
                    about.add(new Question(access, row, caller, true));
                }
                if (old != null) {
                    about.add(new Question(access, old, caller, false));
                }
            }
            var said = questions.ask(change.table(), writers.apply(change.position()), about);
            logFailures(said);
            var answers = said.iterator();
            var sights = new ArrayList<Sight>(callers.size());
            for (var caller : callers) {
                var access = access(caller.role()).orElseThrow();
                var now = row == null ? null : answers.next();
                var before = old == null ? null : answers.next();
                sights.add(sight(access, now, before));
            }
            return sights;
        }

        /** Not what PostgreSQL said in words: it may repeat what is in a token or a row. */
        private void logFailures(List<Answer> answers) {
            var failed = answers.stream()
                    .filter(Answer.Failed.class::isInstance)
                    .map(Answer.Failed.class::cast)
                    .toList();
            if (!failed.isEmpty() && isTimeToLog(change.table().toString())) {
                LOG.log(
                        Level.WARNING,
                        "PolicyRaised: of {0} questions about {1} {2} had no answer; the first: {3}",
                        answers.size(),
                        change.table(),
                        failed.size(),
                        failed.getFirst().code());
            }
        }

        private Sight sight(Access access, @Nullable Answer now, @Nullable Answer before) {
            return switch (now == null ? before : now) {
                case null -> Sight.NOTHING;
                case Answer.Hidden ignored -> Sight.NOTHING;
                case Answer.Failed ignored -> Sight.FAILED;
                case Answer.Visible ignored ->
                    shown(
                            access,
                            now != null && change instanceof Change.Update && !(before instanceof Answer.Visible));
            };
        }

        private static Sight shown(Access access, boolean keyOnly) {
            if (!access.readsAll()) {
                return new Sight.Shown(access.readable(), keyOnly);
            }
            return keyOnly ? Sight.KEY : Sight.ALL;
        }
    }
}
