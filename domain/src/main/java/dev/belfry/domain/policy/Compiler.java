package dev.belfry.domain.policy;

import dev.belfry.domain.policy.Term.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.JsonOperator;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Turns the condition of a policy, as {@code pg_get_expr} writes it with an empty search path, into a {@link Term}. A part that needs
 * more than the row and the claims, or that is not known here, becomes {@link Term.Asked}.
 */
final class Compiler {

    private final Map<String, Type> columns;
    private final String role;
    private final Map<String, SqlFunction> functions;
    private final Set<String> entered = new HashSet<>();

    /** Not an error: PostgreSQL has to be asked. */
    private static final class NotCompilable extends Exception {
        NotCompilable(Object what) {
            super(String.valueOf(what), null, false, false);
        }
    }

    /**
     * @param columns of the table, by name
     * @param role for which the policy holds
     * @param functions without parameters, by their qualified name
     */
    Compiler(Map<String, Type> columns, String role, Map<String, SqlFunction> functions) {
        this.columns = columns;
        this.role = role;
        this.functions = functions;
    }

    Term compile(String condition) {
        try {
            return truth(CCJSqlParserUtil.parseExpression(condition, false));
        } catch (JSQLParserException
                | RuntimeException e) { // whatever the parser makes of it: PostgreSQL understands it
            return new Term.Asked(condition);
        }
    }

    /** What of it can be compiled may be enough to decide. */
    private Term truth(Expression expression) {
        if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return truth(list.getFirst());
        }
        if (expression instanceof AndExpression and) {
            return new Term.And(flat(and, AndExpression.class));
        }
        if (expression instanceof OrExpression or) {
            return new Term.Or(flat(or, OrExpression.class));
        }
        if (expression instanceof NotExpression not) {
            return new Term.Not(truth(not.getExpression()));
        }
        try {
            var term = term(expression);
            return term.type().kind() == Type.Kind.BOOLEAN ? term : new Term.Asked(expression.toString());
        } catch (NotCompilable e) {
            return new Term.Asked(expression.toString());
        }
    }

    private List<Term> flat(BinaryExpression expression, Class<? extends BinaryExpression> kind) {
        var terms = new ArrayList<Term>();
        for (var side : List.of(expression.getLeftExpression(), expression.getRightExpression())) {
            if (kind.isInstance(side)) {
                terms.addAll(flat(kind.cast(side), kind));
            } else {
                terms.add(truth(side));
            }
        }
        return terms;
    }

    private Term term(Expression expression) throws NotCompilable {
        return switch (expression) {
            case ParenthesedExpressionList<?> list when list.size() == 1 -> term(list.getFirst());
            case ParenthesedSelect select -> term(only(select.getSelect()));
            case AndExpression and -> truth(and);
            case OrExpression or -> truth(or);
            case NotExpression not -> new Term.Not(known(not.getExpression(), Type.Kind.BOOLEAN));
            case BooleanValue value -> new Term.Constant(Type.BOOLEAN, value.getValue());
            case LongValue value -> number(value.getStringValue());
            case DoubleValue value -> new Term.Constant(Type.NUMERIC, new BigDecimal(value.toString()));
            case SignedExpression signed -> negative(signed);
            case StringValue value -> new Term.Constant(Type.TEXT, text(value));
            case Column column -> column(column);
            case CastExpression cast -> cast(cast);
            case EqualsTo equal when isOverArray(equal.getRightExpression(), "ANY") -> anyOf(equal);
            case NotEqualsTo unequal when isOverArray(unequal.getRightExpression(), "ALL") -> noneOf(unequal);
            case EqualsTo equal -> comparison(Operator.EQUAL, equal);
            case NotEqualsTo unequal -> comparison(Operator.NOT_EQUAL, unequal);
            case MinorThan less -> comparison(Operator.LESS, less);
            case MinorThanEquals atMost -> comparison(Operator.LESS_OR_EQUAL, atMost);
            case GreaterThan greater -> comparison(Operator.GREATER, greater);
            case GreaterThanEquals atLeast -> comparison(Operator.GREATER_OR_EQUAL, atLeast);
            case IsDistinctExpression distinct -> distinct(distinct);
            case IsNullExpression isNull -> {
                var term = new Term.IsNull(term(isNull.getLeftExpression()));
                yield isNull.isNot() || isNull.isUseNotNull() ? new Term.Not(term) : term;
            }
            case IsBooleanExpression is -> {
                var term = new Term.Is(known(is.getLeftExpression(), Type.Kind.BOOLEAN), is.isTrue());
                yield is.isNot() ? new Term.Not(term) : term;
            }
            case JsonExpression path -> member(path);
            case JsonOperator has
            when has.getStringExpression().equals("?") ->
                new Term.Has(known(has.getLeftExpression(), Type.Kind.JSONB), constantText(has.getRightExpression()));
            case Function function -> function(function);
            default -> throw new NotCompilable(expression);
        };
    }

    private Term known(Expression expression, Type.Kind kind) throws NotCompilable {
        var term = term(expression);
        if (term.type().kind() != kind) {
            throw new NotCompilable(expression);
        }
        return term;
    }

    /** {@code (SELECT auth.uid() AS uid)}, which keeps PostgreSQL from calling it for each row. */
    private static Expression only(Select select) throws NotCompilable {
        if (select instanceof PlainSelect plain
                && plain.getFromItem() == null
                && plain.getWhere() == null
                && plain.getHaving() == null
                && plain.getLimit() == null
                && plain.getOffset() == null
                && plain.getFetch() == null
                && plain.getWithItemsList() == null
                && plain.getSelectItems().size() == 1
                && !isTextGoingOn(plain.getSelectItems().getFirst().getAlias())) {
            return plain.getSelectItems().getFirst().getExpression();
        }
        throw new NotCompilable(select);
    }

    /** To the parser the second line of {@code 'a' 'b'} is a name. */
    private static boolean isTextGoingOn(@Nullable Alias alias) {
        return alias != null && alias.getName().startsWith("'");
    }

    private static Term number(String digits) {
        var value = new BigDecimal(digits);
        return new Term.Constant(value.toBigInteger().bitLength() < 32 ? Type.INTEGER : Type.named("bigint"), value);
    }

    private Term negative(SignedExpression signed) throws NotCompilable {
        if (signed.getSign() == '-'
                && term(signed.getExpression()) instanceof Term.Constant(var type, BigDecimal value)) {
            return new Term.Constant(type, value.negate());
        }
        throw new NotCompilable(signed);
    }

    private static String text(StringValue value) throws NotCompilable {
        if (value.getPrefix() != null) {
            throw new NotCompilable(value);
        }
        return value.getNotExcapedValue();
    }

    private Term column(Column column) throws NotCompilable {
        var written = column.getColumnName();
        var name = written.startsWith("\"")
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : written;
        var isKeyword = !written.startsWith("\"") && !written.equals(written.toLowerCase(Locale.ROOT));
        var type = columns.get(name);
        if (column.getTable() != null || isKeyword || type == null) {
            throw new NotCompilable(column);
        }
        return new Term.Column(type, name);
    }

    private Term cast(CastExpression cast) throws NotCompilable {
        var name = cast.getColDataType().toString();
        if (term(cast.getLeftExpression()) instanceof Term.Constant(var type, String text) && type.equals(Type.TEXT)) {
            return constant(name, text);
        }
        return cast(term(cast.getLeftExpression()), Type.named(name));
    }

    private Term constant(String name, String text) throws NotCompilable {
        var type = Type.named(name);
        if (columns.containsValue(Type.enumeration(name))) {
            return new Term.Constant(Type.enumeration(name), text);
        }
        if (Term.Cast.of(text, type.kind()) instanceof Term.Open) {
            throw new NotCompilable(text);
        }
        return new Term.Constant(type, Term.Cast.of(text, type.kind()));
    }

    private static Term cast(Term term, Type to) throws NotCompilable {
        var from = term.type();
        if (from.equals(to) || from.widensTo(to)) {
            return new Term.Cast(term, to);
        }
        var isText = from.kind() == Type.Kind.TEXT;
        var isLabel = from.kind() == Type.Kind.ENUM && term instanceof Term.Column;
        var fits =
                switch (to.kind()) {
                    case TEXT -> isText || isLabel || from.kind() == Type.Kind.UUID;
                    case UUID, BOOLEAN, NUMBER -> isText;
                    case ENUM, JSONB, OPAQUE, JSON -> false;
                };
        if (fits) {
            return new Term.Cast(term, to);
        }
        if (to.kind() == Type.Kind.JSONB && isClaims(term)) {
            return new Term.Payload();
        }
        throw new NotCompilable(to);
    }

    /** It is never empty, as a caller has claims. */
    private static boolean isClaims(Term term) {
        return switch (term) {
            case Term.Setting(var name) -> name == Term.Setting.Name.CLAIMS;
            case Term.NullIf(var inner, Term.Constant(var type, var nothing)) -> "".equals(nothing) && isClaims(inner);
            case Term.Coalesce(var type, var terms) -> {
                var present = terms.stream().filter(each -> !isNull(each)).toList();
                yield !present.isEmpty() && isClaims(present.getFirst());
            }
            default -> false;
        };
    }

    private static boolean isNull(Term term) {
        return term instanceof Term.Constant(var type, var value) && value == null;
    }

    private Term comparison(Operator operator, BinaryExpression sides) throws NotCompilable {
        return comparison(operator, term(sides.getLeftExpression()), term(sides.getRightExpression()));
    }

    private static Term comparison(Operator operator, Term left, Term right) throws NotCompilable {
        var isOrder = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
        if (!left.type().isComparableTo(right.type())
                || (isOrder && !left.type().isOrdered())) {
            throw new NotCompilable(left.type() + " " + operator + " " + right.type());
        }
        return new Term.Comparison(operator, left, right);
    }

    private Term distinct(IsDistinctExpression expression) throws NotCompilable {
        var left = term(expression.getLeftExpression());
        var right = term(expression.getRightExpression());
        if (!left.type().isComparableTo(right.type())) {
            throw new NotCompilable(expression);
        }
        var distinct = new Term.Distinct(left, right);
        return expression.getStringExpression().contains("NOT") ? new Term.Not(distinct) : distinct;
    }

    private static boolean isOverArray(Expression expression, String name) {
        return expression instanceof Function function && name.equalsIgnoreCase(function.getName());
    }

    private Term anyOf(EqualsTo equal) throws NotCompilable {
        return new Term.Or(overArray(Operator.EQUAL, equal));
    }

    private Term noneOf(NotEqualsTo unequal) throws NotCompilable {
        return new Term.And(overArray(Operator.NOT_EQUAL, unequal));
    }

    private List<Term> overArray(Operator operator, BinaryExpression sides) throws NotCompilable {
        var left = term(sides.getLeftExpression());
        var terms = new ArrayList<Term>();
        for (var element : elements(((Function) sides.getRightExpression()).getParameters())) {
            terms.add(comparison(operator, left, element));
        }
        return terms;
    }

    private List<Term> elements(Iterable<? extends Expression> parameters) throws NotCompilable {
        var array = parameters.iterator().next();
        while (array instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            array = list.getFirst();
        }
        if (array instanceof CastExpression cast
                && cast.getColDataType().toString().endsWith("[]")) {
            var type = cast.getColDataType().toString().replace("[]", "").strip();
            return castElements(cast.getLeftExpression(), type);
        }
        if (!(array instanceof ArrayConstructor constructor)) {
            throw new NotCompilable(array);
        }
        var terms = new ArrayList<Term>();
        for (var element : constructor.getExpressions()) {
            terms.add(term(element));
        }
        return terms;
    }

    private List<Term> castElements(Expression array, String type) throws NotCompilable {
        var terms = new ArrayList<Term>();
        if (array instanceof StringValue literal) {
            for (var text : plainElements(text(literal))) {
                terms.add(constant(type, text));
            }
        } else {
            for (var term : elements(List.of(array))) {
                terms.add(cast(term, Type.named(type)));
            }
        }
        return terms;
    }

    /** Of an array's text without quotes, escapes, nulls and space around them: {@code {a,b}}. */
    private static List<String> plainElements(String text) throws NotCompilable {
        if (!text.matches("\\{[^\"\\\\{}]+}")) {
            throw new NotCompilable(text);
        }
        var elements = List.of(text.substring(1, text.length() - 1).split(",", -1));
        if (elements.stream()
                .anyMatch(element -> !element.equals(element.strip()) || element.equalsIgnoreCase("null"))) {
            throw new NotCompilable(text);
        }
        return elements;
    }

    private Term member(JsonExpression path) throws NotCompilable {
        var term = known(path.getExpression(), Type.Kind.JSONB);
        for (var step : path.getIdentList()) {
            if (term.type().kind() != Type.Kind.JSONB) {
                throw new NotCompilable(path);
            }
            var member = new Term.Member(term, constantText(step.getKey()));
            term = switch (step.getValue()) {
                case "->" -> member;
                case "->>" -> new Term.MemberText(member);
                default -> throw new NotCompilable(path);
            };
        }
        return term;
    }

    private String constantText(Expression expression) throws NotCompilable {
        if (term(expression) instanceof Term.Constant(var type, String text) && type.kind() == Type.Kind.TEXT) {
            return text;
        }
        throw new NotCompilable(expression);
    }

    private Term function(Function function) throws NotCompilable {
        var parameters = function.getParameters() == null ? List.<Expression>of() : function.getParameters();
        return switch (function.getName().toLowerCase(Locale.ROOT)) {
            case "coalesce" -> coalesce(parameters);
            case "nullif" -> nullIf(parameters);
            case "current_setting", "pg_catalog.current_setting" -> setting(parameters);
            default -> called(function, parameters);
        };
    }

    private Term coalesce(List<? extends Expression> parameters) throws NotCompilable {
        var terms = new ArrayList<Term>();
        for (var parameter : parameters) {
            terms.add(term(parameter));
        }
        var type = terms.getFirst().type();
        if (!terms.stream().allMatch(each -> each.type().isComparableTo(type))) {
            throw new NotCompilable(parameters);
        }
        return new Term.Coalesce(type, terms);
    }

    private Term nullIf(List<? extends Expression> parameters) throws NotCompilable {
        if (parameters.getFirst() instanceof Function inner
                && isUnset(inner)
                && constantText(parameters.getLast()).isEmpty()) {
            return new Term.Constant(Type.TEXT, null);
        }
        var term = term(parameters.getFirst());
        var nothing = term(parameters.getLast());
        if (parameters.size() != 2 || !term.type().isComparableTo(nothing.type())) {
            throw new NotCompilable(parameters);
        }
        return new Term.NullIf(term, nothing);
    }

    /** One of those that older servers set, and nobody does now. It reads as null, or as empty. */
    private boolean isUnset(Function function) throws NotCompilable {
        return function.getName().equalsIgnoreCase("current_setting")
                && settingName(function.getParameters()).startsWith("request.jwt.claim")
                && known(settingName(function.getParameters())) == null;
    }

    private Term setting(List<? extends Expression> parameters) throws NotCompilable {
        var name = known(settingName(parameters));
        if (name == null) {
            throw new NotCompilable(parameters);
        }
        return new Term.Setting(name);
    }

    private String settingName(List<? extends Expression> parameters) throws NotCompilable {
        return constantText(parameters.getFirst());
    }

    private static Term.Setting.@Nullable Name known(String setting) {
        return switch (setting) {
            case "request.jwt.claims" -> Term.Setting.Name.CLAIMS;
            case "request.jwt.claim.sub" -> Term.Setting.Name.SUBJECT;
            case "request.jwt.claim.role" -> Term.Setting.Name.ROLE;
            default -> null;
        };
    }

    private boolean mayCall(SqlFunction function) {
        return function.callers().contains(role)
                && (entered.isEmpty() || function.namers().contains(role));
    }

    /** Of several it is the last that counts, and the parser might read the first. */
    private static String statement(String body) throws NotCompilable {
        var statement = body.strip().replaceFirst(";$", "");
        if (statement.contains(";")) {
            throw new NotCompilable(body);
        }
        return statement;
    }

    /** What the function's body says, if it is one expression. */
    private Term called(Function function, List<? extends Expression> parameters) throws NotCompilable {
        var called = functions.get(function.getName());
        if (called == null || !mayCall(called) || !parameters.isEmpty() || !entered.add(function.getName())) {
            throw new NotCompilable(function);
        }
        try {
            if (!(CCJSqlParserUtil.parse(statement(called.body())) instanceof Select select)) {
                throw new NotCompilable(function);
            }
            var term = new Compiler(Map.of(), role, functions, entered).term(only(select));
            if (!term.type().equals(called.type())) {
                throw new NotCompilable(function);
            }
            return term;
        } catch (JSQLParserException e) {
            throw new NotCompilable(function);
        } finally {
            entered.remove(function.getName());
        }
    }

    private Compiler(Map<String, Type> columns, String role, Map<String, SqlFunction> functions, Set<String> entered) {
        this(columns, role, functions);
        this.entered.addAll(entered);
    }
}
