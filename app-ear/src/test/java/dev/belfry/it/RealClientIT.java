package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of src/test/js: the real supabase-js, and a real Chromium with the portal in two windows. */
@ExtendWith(RunningServer.Extension.class)
class RealClientIT {

    /** What a portal brings with it: Belfry has no entity for any of it. */
    private static final String OWN_TABLES = """
            create table public.own_teams (id int primary key, name text not null);
            create table public.own_tasks (id int primary key, name text, team_id int references public.own_teams);
            create table public.own_tags (id int primary key, label text);
            create table public.own_task_tags (
                task_id int references public.own_tasks, tag_id int references public.own_tags, primary key (task_id, tag_id));
            create type public.own_mood as enum ('sad', 'ok');
            create table public.own_odd ("a ""b""\" int primary key, feeling public.own_mood default 'ok');
            create table public.own_notes (id uuid primary key default gen_random_uuid(), text text);
            create table public.own_settings (id int generated always as identity primary key, name text unique, value text);
            create view public.own_names with (security_invoker) as select id as team, name from public.own_teams;
            insert into public.own_teams values (1, 'red'), (2, 'blue'), (3, 'empty');
            insert into public.own_tasks values (1, 'write', 1), (2, 'read', 2);
            insert into public.own_tags values (1, 'new');
            insert into public.own_task_tags values (1, 1);
            insert into public.own_odd values (1);
            create function public.own_title(public.own_tasks) returns text language sql stable as $$ select 'Task ' || $1.name $$;
            create function public.own_add(a int, b int default 10) returns int language sql immutable as $$ select a + b $$;
            create function public.own_add(a text, c text) returns text language sql immutable as $$ select a || c $$;
            create function public.own_tasks_of(team int) returns setof public.own_tasks language sql stable as
                $$ select * from public.own_tasks where team_id = team $$;
            create function public.own_nothing() returns void language sql as $$ delete from public.own_notes where false $$;
            grant all on all tables in schema public to authenticated;
            alter publication supabase_realtime add table public.own_notes;
            """;

    private static final Path TESTS = Path.of("src/test/js");

    /** Chromium is unpacked here: the machine's own folder may hold one that somebody else unpacked. */
    @TempDir
    static Path scratch = Path.of("");

    private final RunningServer server;

    RealClientIT(RunningServer server) {
        this.server = server;
    }

    @BeforeAll
    static void install(RunningServer server) throws IOException, InterruptedException, SQLException {
        assertThat(exitCode(new ProcessBuilder("npm", "ci"))).isZero();
        PrivateChannels.prepare(server);
    }

    @Test
    void supabaseJsHearsChangesAndWritesRows() throws IOException, InterruptedException {
        assertThat(node("supabase.test.mjs")).isZero();
    }

    @Test
    void everyMethodForRowsDoesWhatItSaysOrIsRefused() throws IOException, InterruptedException {
        assertThat(node("rows.test.mjs")).isZero();
    }

    @Test
    void tablesAndFunctionsOfAPortalsOwnAreServed() throws IOException, InterruptedException, SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(OWN_TABLES);
        }

        assertThat(node("own.test.mjs")).isZero();
    }

    @Test
    void theRestOfAStackIsAnsweredOrSaysWhoServesIt() throws IOException, InterruptedException {
        var keys = Map.of("BELFRY_SERVICE_KEY", server.signer().apiKey("service_role"));

        assertThat(node("stack.test.mjs", keys)).isZero();
    }

    @Test
    void everyMethodOfTheRealtimeClientWorksInNodeAndInChromium() throws IOException, InterruptedException {
        assertThat(node("realtime.test.mjs")).isZero();
    }

    @Test
    void thePortalInTwoWindowsShowsWhatTheOtherDoes() throws IOException, InterruptedException {
        assertThat(node("portal.test.mjs")).isZero();
    }

    @Test
    void everyPageOfThePortalIsLiveInTwoWindowsAndCanBeUsedByEverybody() throws IOException, InterruptedException {
        assertThat(node("pages.test.mjs")).isZero();
    }

    @Test
    void everyHookComesBackByItselfAndHasMissedNothing() throws IOException, InterruptedException {
        assertThat(node("reconnect.test.mjs")).isZero();
    }

    @Test
    void theInspectorShowsEveryFrame() throws IOException, InterruptedException {
        assertThat(node("inspector.test.mjs")).isZero();
    }

    /** The second sentence is spoken into the answer to the first. */
    @Test
    @DisabledOnOs(value = OS.LINUX, architectures = "aarch64", disabledReason = "Vosk has no library for it")
    void thePortalUnderstandsWhatIsSpokenAndAnswersAloud() throws IOException, InterruptedException {
        var microphone = Microphone.write(
                scratch.resolve("microphone.wav"), List.of("what can you do", "how many challenges are open"), 5000);

        assertThat(node("voice.test.mjs", Map.of("BELFRY_MICROPHONE", microphone.toString())))
                .isZero();
    }

    private int node(String file) throws IOException, InterruptedException {
        return node(file, Map.of());
    }

    private int node(String file, Map<String, String> more) throws IOException, InterruptedException {
        var command = new ProcessBuilder(List.of("node", "--test", "--test-reporter=spec", file));
        command.environment().putAll(more);
        command.environment().put("BELFRY_URL", server.url());
        command.environment().put("TMPDIR", scratch.toString());
        return exitCode(command);
    }

    private static int exitCode(ProcessBuilder command) throws IOException, InterruptedException {
        var process =
                command.directory(TESTS.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.inputReader()) {
            output.lines().forEach(line -> System.out.println(line));
        }
        return process.waitFor();
    }
}
