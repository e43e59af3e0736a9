package dev.belfry.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.schema.Schema;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every source of changes owes. Runs inside Liberty, on the domain jar as the EAR holds it, with two entities more. */
abstract class ChangeSourceContract {

    /** Its insert is the last change that a test waits for. */
    private static final AtomicInteger MARKS = new AtomicInteger(1_000_000);

    private static final AtomicInteger IDS = new AtomicInteger();
    private static boolean isLaid;
    private static final int WRITERS = 16;
    private static final int ROWS = 8;

    @Inject
    Schema schema;

    @Inject
    AnnouncedChanges announced;

    @Inject
    Work work;

    /** The source announces what is committed after this has returned. */
    abstract void switchOn() throws Exception;

    static EnterpriseArchive application(Class<?> test) {
        var web = ShrinkWrap.create(WebArchive.class, "test.war")
                .addClasses(test, ChangeSourceContract.class, AnnouncedChanges.class, ArquillianServer.class)
                .addClasses(Work.class, Work.Steps.class, Work.Statements.class)
                .addAsWebInfResource(
                        new StringAsset("<beans version='4.1' bean-discovery-mode='annotated'/>"), "beans.xml");
        var application = ShrinkWrap.create(EnterpriseArchive.class, "test.ear").addAsModule(web);
        for (var library :
                Objects.requireNonNull(Path.of("target/belfry/lib").toFile().listFiles(File::isFile))) {
            if (library.getName().equals("domain.jar")) {
                application.addAsLibrary(ShrinkWrap.createFromZipFile(JavaArchive.class, library)
                        .addClasses(Counter.class, EveryType.class, EveryType.Mood.class));
            } else {
                application.addAsLibrary(library);
            }
        }
        return application;
    }

    @BeforeEach
    void start() throws Exception {
        if (!isLaid) {
            layTables();
            isLaid = true;
        }
        schema.lay();
        switchOn();
        untilNow();
        announced.forget();
    }

    /** The entities are mapped before there are tables, as the portal's own are. */
    private void layTables() throws SQLException {
        work.sql(
                "drop table if exists public.test_counters, public.test_every_type",
                "drop type if exists public.test_mood",
                "drop domain if exists public.test_price",
                "create type public.test_mood as enum ('GOOD', 'BAD')",
                "create domain public.test_price as numeric(8,2)",
                "create table public.test_counters (id integer primary key, value integer not null check (value >= 0))",
                EveryType.DDL,
                "alter table public.test_counters replica identity full",
                "alter table public.test_every_type replica identity full");
    }

    @Test
    void announcesWhatIsCommittedAndNothingBefore() throws Exception {
        var id = nextId();

        work.transaction(entities -> {
            entities.persist(new Counter(id));
            entities.flush();
            assertEquals(List.of(), untilNow());
            announced.forget();
        });
        work.transaction(entities -> counter(entities, id).increment());
        work.transaction(entities -> entities.remove(counter(entities, id)));

        var heard = untilNow();
        assertEquals(3, heard.size(), () -> heard.toString());
        var insert = assertInstanceOf(Change.Insert.class, heard.get(0));
        var update = assertInstanceOf(Change.Update.class, heard.get(1));
        var delete = assertInstanceOf(Change.Delete.class, heard.get(2));
        assertEquals("public.test_counters", insert.table().toString());
        assertEquals(
                List.of(new Column("id", "int4", true, true), new Column("value", "int4", false, true)),
                insert.table().columns());
        assertEquals("{\"id\":" + id + ",\"value\":0}", text(insert.row()));
        assertEquals("{\"id\":" + id + ",\"value\":0}", text(update.old()), "the row before");
        assertEquals("{\"id\":" + id + ",\"value\":1}", text(update.row()));
        assertEquals("{\"id\":" + id + ",\"value\":1}", text(delete.old()));
    }

    @Test
    void isSilentOnRollback() throws Exception {
        var id = nextId();

        work.transaction(entities -> {
            entities.persist(new Counter(id));
            entities.flush();
            work.rollBack();
        });

        assertEquals(List.of(), untilNow());
    }

    @Test
    void isSilentWhenPostgresRefuses() throws Exception {
        var id = nextId();

        assertThrows(
                PersistenceException.class,
                () -> work.transaction(entities -> {
                    entities.persist(new Counter(id));
                    entities.flush();
                    counter(entities, id).ruin();
                    entities.flush();
                }));

        assertEquals(List.of(), untilNow());
    }

    @Test
    void theOldRowOfADeleteIsTheOneThatWasStored() throws Exception {
        var id = nextId();
        work.transaction(entities -> entities.persist(new Counter(id)));
        untilNow();
        announced.forget();

        work.transaction(entities -> {
            var counter = counter(entities, id);
            counter.increment();
            entities.remove(counter);
        });

        var delete = assertInstanceOf(Change.Delete.class, untilNow().getFirst());
        assertEquals("{\"id\":" + id + ",\"value\":0}", text(delete.old()));
    }

    @Test
    void announcesATransactionWholeAndInOrder() throws Exception {
        var first = nextId();
        var second = nextId();

        work.transaction(entities -> {
            entities.persist(new Counter(second));
            entities.flush();
            entities.persist(new EveryType(first));
            entities.flush();
            counter(entities, second).increment();
            entities.flush();
            entities.persist(new Counter(first));
            entities.flush();
            entities.remove(counter(entities, second));
        });

        var heard = untilNow();
        assertEquals(
                List.of(
                        "Insert test_counters",
                        "Insert test_every_type",
                        "Update test_counters",
                        "Insert test_counters",
                        "Delete test_counters"),
                heard.stream()
                        .map(change -> change.getClass().getSimpleName() + " "
                                + change.table().name())
                        .toList());
        for (var i = 0; i < heard.size(); i++) {
            assertEquals(i, heard.get(i).position().index());
            assertEquals(
                    heard.getFirst().position().transaction(),
                    heard.get(i).position().transaction());
            assertEquals(heard.getFirst().committedAt(), heard.get(i).committedAt());
        }
    }

    @Test
    void valuesAreThoseThatPostgresKeeps() throws Exception {
        var id = nextId();

        work.transaction(entities -> entities.persist(new EveryType(id).filled()));
        var usual = stored(id);
        work.transaction(entities -> entities.find(EveryType.class, id).changeToTheUnusual());
        var unusual = stored(id);

        var heard = untilNow();
        var insert = assertInstanceOf(Change.Insert.class, heard.get(0));
        var update = assertInstanceOf(Change.Update.class, heard.get(1));
        assertEquals(usual, values(insert.row()));
        assertEquals(unusual, values(update.row()));
        assertEquals(usual, values(update.old()));
    }

    @Test
    void nothingIsNull() throws Exception {
        var id = nextId();

        work.transaction(entities -> entities.persist(new EveryType(id)));

        var insert = assertInstanceOf(Change.Insert.class, untilNow().getFirst());
        assertEquals(stored(id), values(insert.row()));
        assertEquals("null", values(insert.row()).get("a_text"));
    }

    @Test
    void eachRowCountsUpwardsHoweverManyWrite() throws Exception {
        var rows = IntStream.range(0, ROWS).map(row -> nextId()).toArray();
        work.transaction(entities -> {
            for (var row : rows) {
                entities.persist(new Counter(row));
            }
        });
        var end = Instant.now().plus(Duration.ofSeconds(10));
        var writers = new ArrayList<FutureTask<Void>>();

        for (var writer = 0; writer < WRITERS; writer++) {
            var random = new Random(writer);
            writers.add(work.start(ignored -> {
                while (Instant.now().isBefore(end)) {
                    writeSome(rows, random);
                }
            }));
        }
        for (var writer : writers) {
            writer.get();
        }

        var heard = untilNow();
        for (var row : rows) {
            var values = counted(heard, row);
            assertTrue(values.size() > 10, "there was something to confuse");
            assertEquals(IntStream.range(0, values.size()).boxed().toList(), values, "row " + row);
            assertEquals(storedCount(row), values.getLast());
        }
        for (var i = 1; i < heard.size(); i++) {
            var previous = heard.get(i - 1);
            var next = heard.get(i);
            assertTrue(previous.position().isBefore(next.position()), "positions grow");
            assertFalse(next.committedAt().isBefore(previous.committedAt()), "time does not go back");
        }
    }

    /** One row, or two in a fixed order; one time in ten in vain. */
    private void writeSome(int[] rows, Random random) throws Exception {
        var first = random.nextInt(rows.length);
        var end = random.nextBoolean() ? first + 1 : Math.min(rows.length, first + 2);
        work.transaction(entities -> {
            for (var row = first; row < end; row++) {
                entities.find(Counter.class, rows[row], LockModeType.PESSIMISTIC_WRITE)
                        .increment();
            }
            entities.flush();
            if (random.nextInt(10) == 0) {
                work.rollBack();
            }
        });
    }

    static List<Integer> counted(List<Change> changes, int row) {
        var values = new ArrayList<Integer>();
        for (var change : changes) {
            var now =
                    switch (change) {
                        case Change.Insert insert -> insert.row();
                        case Change.Update update -> update.row();
                        case Change.Delete delete -> delete.old();
                    };
            if (isOf(now, row)) {
                values.add(Objects.requireNonNull(now.get("value")).asInt());
            }
        }
        return values;
    }

    private int storedCount(int row) throws Exception {
        var value = new AtomicInteger();
        work.jdbc(connection -> {
            try (var statement = connection.createStatement();
                    var found = statement.executeQuery("select value from public.test_counters where id = " + row)) {
                found.next();
                value.set(found.getInt(1));
            }
        });
        return value.get();
    }

    /** All that is announced up to now, for whichever source. */
    List<Change> untilNow() throws Exception {
        var mark = MARKS.incrementAndGet();
        work.transaction(entities -> entities.persist(new Counter(mark)));
        return announced.until(change -> change instanceof Change.Insert insert && isOf(insert.row(), mark));
    }

    static int nextId() {
        return IDS.incrementAndGet();
    }

    static Counter counter(EntityManager entities, int id) {
        return entities.find(Counter.class, id);
    }

    private static boolean isOf(Row row, int id) {
        var key = row.get("id");
        return key != null && key.asInt() == id;
    }

    /** Column to what PostgreSQL's {@code to_jsonb} says of it, bytes by the rule of the wire: without their prefix. */
    private Map<String, String> stored(int id) throws Exception {
        var values = new LinkedHashMap<String, String>();
        work.jdbc(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set timezone to 'UTC'");
                try (var found = statement.executeQuery("""
                        select c.attname, to_jsonb(t) -> c.attname::text
                        from public.test_every_type t, pg_attribute c
                        where t.id = %d and c.attrelid = 'public.test_every_type'::regclass and c.attnum > 0
                        order by c.attnum
                        """.formatted(id))) {
                    while (found.next()) {
                        var json = Json.MAPPER.readTree(found.getString(2));
                        var text = Json.MAPPER.writeValueAsString(json);
                        values.put(found.getString(1), text.replaceFirst("^\"\\\\\\\\x", "\""));
                    }
                }
                statement.execute("reset timezone");
            }
        });
        return values;
    }

    private static Map<String, String> values(Row row) {
        var values = new LinkedHashMap<String, String>();
        row.forEach((column, value) -> values.put(column, Json.MAPPER.writeValueAsString(value)));
        return values;
    }

    private static String text(Row row) {
        return Json.MAPPER.writeValueAsString(row.values());
    }
}
