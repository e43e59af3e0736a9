package dev.belfry.realtime.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The thirteen operators, as PostgreSQL means them (protocol §4.2). */
class TypedFilterTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("n", "int4", true),
            new Column("amount", "numeric", false),
            new Column("name", "text", false),
            new Column("ok", "bool", false),
            new Column("at", "timestamptz", false),
            new Column("day", "date", false),
            new Column("who", "uuid", false),
            new Column("none", "text", false),
            new Column("absent", "text", false),
            new Column("doc", "jsonb", false));

    private static final Row ROW = row("""
            {"n":5,"amount":10.50,"name":"Grüße, Ada","ok":true,"at":"2026-01-02T03:04:05.5+00:00","day":"2026-01-02",
             "who":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","none":null,"doc":{"a": 1}}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n=eq.5",
                "n=eq. 5 ",
                "n=neq.6",
                "n=lt.10",
                "n=lte.5",
                "n=gt.-1",
                "n=gte.5",
                "n=in.(1,5,9)",
                "n=not.in.(1,2)",
                "n=not.eq.6",
                "n=not.gt.5",
                "n=isdistinct.6",
                "n=not.isdistinct.5",
                "amount=eq.10.5",
                "amount=lt.NaN",
                "amount=lt.Infinity",
                "name=eq.\"Grüße, Ada\"",
                "name=like.Gr%Ada",
                "name=like.\"Gr___,%\"",
                "name=not.like.gr%",
                "name=ilike.gr%ADA",
                "name=match.^Gr.*a$",
                "name=imatch.ADA",
                "name=in.(\"Grüße, Ada\",x)",
                "name=gt.Anton",
                "ok=is.true",
                "ok=eq.t",
                "ok=not.is.false",
                "ok=not.is.null",
                "at=gt.2026-01-02",
                "at=eq.2026-01-02 04:04:05.5+01",
                "at=lt.2026-01-02T03:04:06Z",
                "day=gte.2026-01-02",
                "who=eq.A0EEBC999C0B4EF8BB6D6BB9BD380A11",
                "none=is.null",
                "none=isdistinct.x",
                "doc=eq.{\"a\":1}",
                "n=eq.5,ok=is.true",
                "or(n.eq.7,name.like.Gr%)",
                "or(n.eq.7,and(n.eq.5,ok.is.true))",
                ""
            })
    void holds(String filter) throws Exception {
        assertThat(of(filter).matches(ROW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n=eq.6",
                "n=neq.5",
                "n=in.()",
                "n=in.(null)",
                "n=not.in.(5)",
                "name=like.gr%",
                "name=like.Gr",
                "name=match.^Ada",
                "ok=is.false",
                "ok=is.unknown",
                "none=eq.x",
                "none=neq.x",
                "none=not.eq.x",
                "none=not.like.x",
                "none=not.in.(x)",
                "none=not.isdistinct.x",
                "none=not.is.null",
                "absent=is.null",
                "absent=isdistinct.x",
                "absent=eq.x",
                "n=eq.5,ok=is.false",
                "or(n.eq.7,ok.is.false)"
            })
    void doesNotHold(String filter) throws Exception {
        assertThat(of(filter).matches(ROW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "nope=eq.1 | ERROR P0001 (raise_exception) invalid column for filter nope",
                "n=eq.x | ERROR 22P02 (invalid_text_representation) invalid input syntax for type integer: \"x\"",
                "n=eq. | ERROR 22P02 (invalid_text_representation) invalid input syntax for type integer: \"\"",
                "amount=gt.1e99999999999 | ERROR 22P02 (invalid_text_representation) invalid input syntax for type numeric: \"1e99999999999\"",
                "who=eq.me | ERROR 22P02 (invalid_text_representation) invalid input syntax for type uuid: \"me\"",
                "at=gt.soon | ERROR 22P02 (invalid_text_representation) invalid input syntax for type timestamp with time zone: \"soon\"",
                "n=like.1% | ERROR P0001 (raise_exception) operator like requires a text-compatible column type, got integer",
                "n=is.true | ERROR P0001 (raise_exception) is true filter requires a boolean column, got integer",
                "n=is.maybe | ERROR P0001 (raise_exception) invalid value for is filter: must be null, true, false, or unknown",
                "name=match.( | ERROR P0001 (raise_exception) invalid regular expression for match filter: missing closing )",
                "or(n.eq.1,nope.eq.1) | ERROR P0001 (raise_exception) invalid column for filter nope"
            })
    void whatPostgresWouldNotTakeIsTold(String filter, String objection) {
        assertThatThrownBy(() -> of(filter))
                .isInstanceOf(TypedFilter.Objection.class)
                .hasMessage(objection);
    }

    @Test
    void aListMayHoldAHundredValues() throws Exception {
        assertThat(of(in(100)).matches(ROW)).isTrue();
        assertThatThrownBy(() -> of(in(101)))
                .hasMessage("ERROR P0001 (raise_exception) too many values for `in` filter. Maximum 100");
    }

    /** Neither pattern may be made to run for ever by the one who writes it. */
    @Test
    void aPatternTakesNoLongerThanItsText() throws Exception {
        var long_ = row("{\"name\":\"" + "a".repeat(20_000) + "\"}");

        assertThat(of("name=match.(a*)*(a|aa)+$b").matches(long_)).isFalse();
        assertThat(of("name=like." + "%a".repeat(50) + "%b").matches(long_)).isFalse();
    }

    private static String in(int count) {
        return "n=in.("
                + String.join(
                        ",",
                        IntStream.rangeClosed(1, count)
                                .mapToObj(String::valueOf)
                                .toList()) + ")";
    }

    @SuppressWarnings("NullAway") // nothing is read from an entity here
    private static Filter of(String filter) throws UnusableBinding, TypedFilter.Objection {
        var columns = COLUMNS.stream()
                .map(column -> new MappedColumn(column, null, attribute -> null, Object.class, false, true))
                .toList();
        var table = new MappedTable(new Table("public", "things", COLUMNS), Object.class, columns);
        return new TypedFilter(table).of(FilterText.parse(filter));
    }

    private static Row row(String json) {
        var values = new LinkedHashMap<String, JsonNode>();
        Json.MAPPER.readTree(json).forEachEntry(values::put);
        return new Row(values);
    }
}
