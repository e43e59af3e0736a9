package dev.belfry.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Text that would be SQL, in every place where a client can put text: none of it is ever more than a value or a name. */
class HostileRequestsTest {

    private static final List<String> TEXTS = List.of(
            "'",
            "\"",
            "''",
            "\\",
            "\\'",
            "$$",
            "?",
            "??",
            ":x",
            "{",
            "}",
            "(",
            ")",
            ",",
            ".",
            "*",
            "%",
            "--",
            "/*",
            "*/",
            ";",
            "\n",
            "\t",
            "🔔",
            "\u202e",
            "' or '1'='1",
            "\" or \"1\"=\"1",
            "1; drop table public.victims",
            "1) union select text from public.canaries --",
            "x'; drop table public.victims; --",
            "x\"; drop table public.victims; --",
            "$1",
            "E'\\x41'",
            "null",
            "pg_sleep(5)",
            "(select text from public.canaries)",
            "\"(select text from public.canaries)\"",
            "id::text)from public.canaries--",
            "a->b->>c",
            "->>",
            "x::regclass",
            "count()",
            "...canaries(*)",
            "a".repeat(5000),
            "(".repeat(5000),
            "\"".repeat(4001),
            "-",
            "9".repeat(400),
            "1e999999",
            "NaN",
            "not.not.eq.1",
            "eq(any).{",
            "in.(",
            "fts(nope).x",
            "is.nope");

    /** @param path with {@code ~} where the text stands */
    private record Place(String method, String path, String body, List<String> headers) {

        Place(String method, String path, String body, String... headers) {
            this(method, path, body, List.of(headers));
        }
    }

    private static final List<Place> PLACES = List.of(
            new Place("GET", "/~", ""),
            new Place("GET", "/rpc/~", ""),
            new Place("GET", "/rpc/~/~", ""),
            new Place("GET", "/victims?select=~", ""),
            new Place("GET", "/victims?select=id,~", ""),
            new Place("GET", "/victims?select=x:~", ""),
            new Place("GET", "/victims?select=~:id", ""),
            new Place("GET", "/victims?select=\"~\":id", ""),
            new Place("GET", "/victims?select=id::~", ""),
            new Place("GET", "/victims?select=note->~", ""),
            new Place("GET", "/victims?select=note->\"~\"", ""),
            new Place("GET", "/victims?select=id.~", ""),
            new Place("GET", "/victims?select=id.sum()::~", ""),
            new Place("GET", "/victims?select=others(~)", ""),
            new Place("GET", "/victims?select=others!~(id)", ""),
            new Place("GET", "/victims?select=~(id)", ""),
            new Place("GET", "/victims?id=~", ""),
            new Place("GET", "/victims?id=eq.~", ""),
            new Place("GET", "/victims?text=eq.~", ""),
            new Place("GET", "/victims?text=like.~", ""),
            new Place("GET", "/victims?text=match.~", ""),
            new Place("GET", "/victims?text=in.(~)", ""),
            new Place("GET", "/victims?text=eq(any).~", ""),
            new Place("GET", "/victims?text=fts(~).x", ""),
            new Place("GET", "/victims?text=wfts.~", ""),
            new Place("GET", "/victims?text=isdistinct.~", ""),
            new Place("GET", "/victims?id=is.~", ""),
            new Place("GET", "/victims?text=~.x", ""),
            new Place("GET", "/victims?~=eq.1", ""),
            new Place("GET", "/victims?note->>~=eq.1", ""),
            new Place("GET", "/victims?others.~=eq.1&select=id,others(id)", ""),
            new Place("GET", "/victims?or=(~)", ""),
            new Place("GET", "/victims?or=(text.eq.~)", ""),
            new Place("GET", "/victims?or=(text.eq.\"~\")", ""),
            new Place("GET", "/victims?~.or=(id.eq.1)", ""),
            new Place("GET", "/victims?order=~", ""),
            new Place("GET", "/victims?order=id.~", ""),
            new Place("GET", "/victims?order=others(~)&select=id,others(id)", ""),
            new Place("GET", "/victims?limit=~", ""),
            new Place("GET", "/victims?offset=~", ""),
            new Place("GET", "/rpc/twice?n=~", ""),
            new Place("GET", "/rpc/twice?~=1", ""),
            new Place("POST", "/victims?columns=~", "{\"id\":1}"),
            new Place("POST", "/victims?on_conflict=~", "{\"id\":1}", "Prefer", "resolution=merge-duplicates"),
            new Place("PATCH", "/victims?id=eq.~", "{\"text\":\"x\"}", "Prefer", "tx=rollback"),
            new Place("DELETE", "/victims?text=eq.~", "", "Prefer", "tx=rollback"),
            new Place("PUT", "/victims?id=eq.~", "{\"id\":1}", "Prefer", "tx=rollback"));

    private static final List<String> HEADERS = List.of(
            "Prefer",
            "Accept",
            "Accept-Profile",
            "Content-Profile",
            "Content-Type",
            "Range",
            "Cookie",
            "X-Odd",
            "X-Claims");

    private static ServedDatabase database;

    @BeforeAll
    static void serve() throws Exception {
        database = ServedDatabase.of("""
                create table public.victims (id int primary key, text text, note jsonb);
                create table public.others (id int primary key, victim int references public.victims);
                create table public.canaries (text text);
                create function public.twice(n int) returns int language sql immutable as $$ select 2 * n $$;
                insert into public.victims values (1, 'one', '{"a": 1}'), (2, 'two', '{}');
                insert into public.others values (1, 1);
                insert into public.canaries values ('THE CANARY');
                grant all on public.victims, public.others to authenticated;
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @Test
    void textIsNeverSql() throws Exception {
        for (var place : PLACES) {
            for (var text : TEXTS) {
                var path = place.path()
                        .replace(
                                "~",
                                text.replace("%", "%25")
                                        .replace("&", "%26")
                                        .replace("+", "%2B")
                                        .replace("?", "%3F"));
                harmless(place.method(), path, place.body(), place.headers().toArray(String[]::new));
            }
        }
        unharmed();
    }

    @Test
    void textInHeadersIsNeverSql() throws Exception {
        for (var header : HEADERS) {
            for (var text : TEXTS) {
                if (text.chars().allMatch(character -> character >= ' ' && character < 127)
                        && !header.equals("X-Claims")) {
                    harmless("GET", "/victims", "", header, text);
                    harmless("POST", "/victims", "{\"id\":1}", header, text);
                }
            }
        }
        for (var preference : new String[] {"timezone", "max-affected", "count", "tx", "handling"}) {
            for (var text : TEXTS) {
                if (text.chars().allMatch(character -> character >= ' ' && character < 127)) {
                    harmless("GET", "/victims", "", "Prefer", preference + "=" + text);
                }
            }
        }
        unharmed();
    }

    @Test
    void textInBodiesIsNeverSql() throws Exception {
        for (var text : TEXTS) {
            var quoted = Json.of(text).toString();
            for (var body : new String[] {
                text,
                "{" + quoted + ":1}",
                "{\"text\":" + quoted + ",\"id\":" + quoted + "}",
                "[{" + quoted + ":" + quoted + "}]",
                "{\"note\":{" + quoted + ":" + quoted + "},\"id\":1}"
            }) {
                for (var prefer : new String[] {
                    "tx=rollback", "tx=rollback,missing=default", "tx=rollback,resolution=merge-duplicates"
                }) {
                    harmless("POST", "/victims", body, "Prefer", prefer);
                }
                harmless("PATCH", "/victims?id=eq.1", body, "Prefer", "tx=rollback");
                harmless("POST", "/rpc/twice", body);
                harmless("POST", "/victims", body, "Prefer", "tx=rollback", "Content-Type", "text/csv");
                harmless("POST", "/rpc/twice", body, "Content-Type", "application/x-www-form-urlencoded");
            }
        }
        unharmed();
    }

    private static void harmless(String method, String path, String body, String... headers) {
        var began = Instant.now();
        var response = database.send(method, path, body, headers);
        var told = method + " " + path + " " + body + " " + List.of(headers) + ": " + response.statusCode() + " "
                + response.body();

        if (response.body().startsWith("<h1>")) {
            return; // the JDK's server takes no such URL, and has not asked us
        }
        assertThat(response.statusCode()).as(told).isBetween(200, 499);
        assertThat(response.body()).as(told).doesNotContain("THE CANARY");
        assertThat(Duration.between(began, Instant.now())).as(told).isLessThan(Duration.ofSeconds(5));
        if (response.statusCode() >= 400) {
            assertThat(Json.MAPPER.readTree(response.body()).path("code").asString())
                    .as(told)
                    .isNotEmpty();
            assertThat(Json.MAPPER.readTree(response.body()).path("code").asString())
                    .as(told)
                    .isNotEqualTo("42601"); // what is no SQL was made by us
        }
    }

    private static void unharmed() throws Exception {
        assertThat(database.ask("select string_agg(v::text, ';' order by id) from public.victims v"))
                .isEqualTo("(1,one,\"{\"\"a\"\": 1}\");(2,two,{})");
        assertThat(database.ask("select count(*) from public.others")).isEqualTo("1");
    }
}
