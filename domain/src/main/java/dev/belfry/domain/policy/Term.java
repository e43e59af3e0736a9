package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A part of a policy, which needs nothing but the row and the claims. Its value is what PostgreSQL's would be: a {@code Boolean}, {@code
 * BigDecimal}, {@code String} or {@code JsonNode}; null for NULL; or {@link Open} where PostgreSQL has to be asked.
 */
sealed interface Term {

    Type type();

    @Nullable
    Object value(Row row, Claims claims);

    /** One that holds or does not. */
    sealed interface Truth extends Term {
        @Override
        default Type type() {
            return Type.BOOLEAN;
        }
    }

    /** Values that are not known here. */
    enum Open {
        /** What it needs is not here. */
        UNKNOWN,
        /** PostgreSQL would probably raise an error. */
        RAISES
    }

    record Constant(Type type, @Nullable Object constant) implements Term {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            return constant;
        }
    }

    /** What could not be compiled. */
    record Asked(String text) implements Truth {
        @Override
        public Object value(Row row, Claims claims) {
            return Open.UNKNOWN;
        }
    }

    record Column(Type type, String name) implements Term {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = row.get(name);
            if (value == null) {
                return Open.UNKNOWN;
            }
            if (value.isNull()) {
                return type.isJson() ? Open.UNKNOWN : null;
            }
            return switch (type.kind()) {
                case BOOLEAN -> value.isBoolean() ? value.booleanValue() : Open.UNKNOWN;
                case NUMBER -> value.isNumber() ? value.decimalValue() : Open.UNKNOWN; // NaN is text
                case TEXT, UUID, ENUM -> value.isString() ? value.stringValue() : Open.UNKNOWN;
                case JSONB -> value;
                case OPAQUE, JSON -> value;
            };
        }
    }

    /** {@code current_setting} of what a caller's transaction sets. */
    record Setting(Name name) implements Term {

        enum Name {
            CLAIMS,
            SUBJECT,
            ROLE
        }

        @Override
        public Type type() {
            return Type.TEXT;
        }

        @Override
        public Object value(Row row, Claims claims) {
            return switch (name) {
                case CLAIMS -> claims.json();
                case SUBJECT -> claims.subject() == null ? "" : claims.subject();
                case ROLE -> claims.role();
            };
        }
    }

    /** What {@code request.jwt.claims} holds, as {@code jsonb}. */
    record Payload() implements Term {
        @Override
        public Type type() {
            return Type.JSONB;
        }

        @Override
        public Object value(Row row, Claims claims) {
            return claims.payload();
        }
    }

    record Cast(Term term, Type type) implements Term {

        private static final Pattern CANONICAL = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        private static final Pattern SHORT_INTEGER = Pattern.compile("-?[0-9]{1,4}");

        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            if (value == null || value instanceof Open || term.type().kind() == type.kind()) {
                return value;
            }
            if (type.kind() == Type.Kind.TEXT) {
                return String.valueOf(value);
            }
            return value instanceof String text ? of(text, type.kind()) : Open.UNKNOWN;
        }

        /** Only what reads the same to everybody; the rest is for PostgreSQL to read. */
        static Object of(String text, Type.Kind kind) {
            return switch (kind) {
                case UUID -> CANONICAL.matcher(text).matches() ? text.toLowerCase(java.util.Locale.ROOT) : Open.RAISES;
                case BOOLEAN ->
                    switch (text) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> Open.RAISES;
                    };
                case NUMBER -> SHORT_INTEGER.matcher(text).matches() ? new BigDecimal(text) : Open.RAISES;
                case TEXT -> text;
                case ENUM, JSONB, OPAQUE, JSON -> Open.UNKNOWN;
            };
        }
    }

    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    record Comparison(Operator operator, Term left, Term right) implements Truth {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var one = left.value(row, claims);
            var other = right.value(row, claims);
            if (one instanceof Open || other instanceof Open) {
                return one instanceof Open ? one : other;
            }
            return (one == null || other == null) ? null : operator.holds(order(one, other));
        }
    }

    record Distinct(Term left, Term right) implements Truth {
        @Override
        public Object value(Row row, Claims claims) {
            var one = left.value(row, claims);
            var other = right.value(row, claims);
            if (one instanceof Open unknown) {
                return unknown;
            }
            if (other instanceof Open unknown) {
                return unknown;
            }
            return (one == null || other == null) ? !Objects.equals(one, other) : order(one, other) != 0;
        }
    }

    record Not(Term term) implements Truth {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            return value instanceof Boolean truth ? Boolean.valueOf(!truth) : value;
        }
    }

    /** False wins over what is not known, as nothing can make the whole true any more. */
    record And(List<Term> terms) implements Truth {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            Object result = true;
            for (var term : terms) {
                var value = term.value(row, claims);
                if (Boolean.FALSE.equals(value)) {
                    return false;
                }
                result = result instanceof Open || Boolean.TRUE.equals(value) ? result : value;
            }
            return result;
        }
    }

    /** True wins over what is not known, unless PostgreSQL would have raised an error before. */
    record Or(List<Term> terms) implements Truth {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            Object result = false;
            for (var term : terms) {
                var value = term.value(row, claims);
                if (Boolean.TRUE.equals(value) || value == Open.RAISES) {
                    return value;
                }
                result = result instanceof Open || Boolean.FALSE.equals(value) ? result : value;
            }
            return result;
        }
    }

    record IsNull(Term term) implements Truth {
        @Override
        public Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            return value instanceof Open ? value : Boolean.valueOf(value == null);
        }
    }

    /** {@code IS TRUE}, {@code IS FALSE}. */
    record Is(Term term, boolean wanted) implements Truth {
        @Override
        public Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            return value instanceof Open ? value : Boolean.valueOf(Objects.equals(value, wanted));
        }
    }

    record Coalesce(Type type, List<Term> terms) implements Term {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            for (var term : terms) {
                var value = term.value(row, claims);
                if (value != null) {
                    return value;
                }
            }
            return null;
        }
    }

    record NullIf(Term term, Term nothing) implements Term {
        @Override
        public Type type() {
            return term.type();
        }

        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            var other = nothing.value(row, claims);
            if (value instanceof Open || other instanceof Open) {
                return value instanceof Open ? value : other;
            }
            return value != null && other != null && order(value, other) == 0 ? null : value;
        }
    }

    /** {@code ->} by a key. */
    record Member(Term term, String key) implements Term {
        @Override
        public Type type() {
            return Type.JSONB;
        }

        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            return value instanceof JsonNode node ? node.get(key) : value;
        }
    }

    /** {@code ->>} by a key. */
    record MemberText(Member member) implements Term {
        @Override
        public Type type() {
            return Type.TEXT;
        }

        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = member.value(row, claims);
            if (!(value instanceof JsonNode node)) {
                return value;
            }
            return switch (node.getNodeType()) {
                case NULL -> null;
                case STRING -> node.stringValue();
                case BOOLEAN -> node.booleanValue() ? "true" : "false";
                case NUMBER -> node.isIntegralNumber() ? node.asString() : Open.UNKNOWN;
                default -> Open.UNKNOWN;
            };
        }
    }

    /** {@code ?}. */
    record Has(Term term, String key) implements Truth {
        @Override
        public @Nullable Object value(Row row, Claims claims) {
            var value = term.value(row, claims);
            if (!(value instanceof JsonNode node)) {
                return value;
            }
            return switch (node.getNodeType()) {
                case OBJECT -> node.has(key);
                case ARRAY -> node.valueStream().anyMatch(this::isKey);
                default -> isKey(node);
            };
        }

        private boolean isKey(JsonNode node) {
            return node.isString() && node.stringValue().equals(key);
        }
    }

    /** Of two values of comparable types. */
    private static int order(Object one, Object other) {
        return one instanceof BigDecimal number && other instanceof BigDecimal to
                ? number.compareTo(to)
                : one instanceof String text && other instanceof String than
                        ? text.compareTo(than)
                        : Boolean.compare((Boolean) one, (Boolean) other);
    }
}
