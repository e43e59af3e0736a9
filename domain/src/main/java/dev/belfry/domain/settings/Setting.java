package dev.belfry.domain.settings;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is: what stands for it when nobody sets it, and what it means. docs/settings.md is made of these, and
 * whoever wants one asks {@link SettingsReader} for it.
 */
public enum Setting {
    DATABASE_URL(
            "none *", "`jdbc:postgresql://host:port/database`. When it is set, the run command starts no PostgreSQL"),
    DATABASE_USER(
            "none *",
            "must be able to create tables and roles, or find the roles `anon`, `authenticated`, `service_role` made and be a member of"
                    + " them; better no superuser"),
    DATABASE_PASSWORD("none *", "of that user"),
    DATABASE_CONNECTIONS(20, "size of the pool"),
    EMBEDDED_PORT(15432, "port of the run command's PostgreSQL, on 127.0.0.1"),
    JWT_SECRET("none *", "HS256 key of the API keys and user tokens, at least 32 characters"),
    JWKS_URL(
            "none",
            "keys of the users' identity provider (RS256 to RS512, ES256 to ES512), fetched when first needed and when a new key id"
                    + " shows up"),
    JWT_ISSUER("none", "what the provider's tokens must say; tokens that are signed with the secret are not asked"),
    JWT_AUDIENCE("none", "likewise"),
    JWT_ROLE_CLAIM(
            code("role"),
            "where the provider's tokens name the user's role, or a list of roles of which the first one counts that is accepted:"
                    + " `realm_access.roles`, `roles` ([recipes](identity.md)). Never `service_role`"),
    JWT_DEFAULT_ROLE(
            "none",
            "of users whose token of the provider names no accepted role: `authenticated`. Without it they are refused"),
    JWT_SUBJECT_CLAIM(
            code("sub"), "where the provider's tokens have the user's id, which `auth.uid()` reads as a UUID: `oid`"),
    PUBLISHABLE_KEY(
            "none", "key of the newer kind for the role `anon`: `sb_publishable_…`, at least 32 characters in all"),
    SECRET_KEY("none", "likewise for `service_role`: `sb_secret_…`"),
    ALLOWED_ORIGINS(
            "own origin",
            "pages that may open sockets and call over HTTP: `https://portal.example.com`, several with commas, or `*`. With `BELFRY_DEV`"
                    + " also those of `localhost`, whatever their port"),
    CHANGES_SOURCE(
            code("auto"),
            "`wal`: the write-ahead log, which hears every writer; it needs `wal_level = logical`, a role with `replication`, and the"
                    + " right to create the publication. `listener`: what this application writes. `auto`: the log wherever PostgreSQL"
                    + " allows it. The log, `/health/ready` and `/config.json` say which is on"),
    PUBLICATION(
            code("supabase_realtime"),
            "its tables are announced. Made when missing, with the application's tables; one that is there is left as it is"),
    SCHEMAS(
            code("public"),
            "the schemas that `/rest/v1` serves, several with commas; the first is the default. Nothing but what the caller's role may use"
                    + " is served of them"),
    EXPLAIN(
            "as `BELFRY_DEV`",
            "`true`: `/rest/v1` tells the plan of a request, which tells of rows that the caller may not see"),
    TX_ROLLBACK(
            code("false"),
            "`true`: callers of `/rest/v1` may have what they wrote rolled back and keep the answer (`Prefer: tx=rollback`). Leave it off"
                    + " where a function counts attempts or records who has called it"),
    SERVER_ID(
            code("1"),
            "the slot's name is `belfry_<oid of the database>_<id>`: each server that reads one database needs its own; servers of other"
                    + " databases may have the same"),
    RESUME_SECONDS(300, "how long a page may be away and still get what it missed"),
    RESUME_BYTES(64 << 20, "how many bytes of changes are kept for that in memory, and half as much of broadcasts"),
    RESUME_WAL_BYTES(256 << 20, "how many bytes of the log PostgreSQL keeps for that at most"),
    STATE_DIR(
            shown(".", "the server's output directory"),
            "keeps `belfry.positions`: where pages are, for the time after a restart"),
    DEV(
            "false *",
            "development: sign-in by password under `/auth/v1`, and the demo unless `BELFRY_DEMO` says otherwise"),
    DEMO(
            "as `BELFRY_DEV`",
            "the demo's tables, accounts and portal. Laid in one step or not at all, and never where one of their names is taken"),
    HTTP_PORT(9080, ""),
    HTTPS_PORT(9443, ""),
    KEYSTORE_PASSWORD("none *", "of the key store with the server's certificate; without it there is no HTTPS"),
    ADMIN_USER(code("admin"), "of the Admin Center"),
    ADMIN_PASSWORD("none *", "likewise; without a password nobody can sign in"),

    LIMITS_MESSAGE_BYTES(1_000_000, "one message in; larger ones are refused, and close the socket at five times that"),
    LIMITS_CHANNELS(100, "channels of one socket"),
    LIMITS_JOINS_PER_SECOND(100, "of one socket"),
    LIMITS_MESSAGES_PER_SECOND(500, "of one socket; also HTTP requests of one address, and messages of one batch"),
    LIMITS_SOCKETS(10_000, "of the server"),
    LIMITS_ADDRESS_SOCKETS_PER_SECOND(
            5,
            "sockets that one address opens, after the burst. Loopback addresses are not counted: a proxy on the same machine speaks for"
                    + " everybody. Behind a proxy elsewhere, let Liberty take the client's address from it (`remoteIp` of `httpEndpoint`)"),
    LIMITS_ADDRESS_SOCKETS_BURST(50, "sockets that one address may open at once"),
    LIMITS_ROWS(1000, "rows of one relation in an answer of `/rest/v1`, embedded ones too"),
    LIMITS_OUTBOX_BYTES(8 << 20, "what may wait for one socket"),
    LIMITS_OUTBOX_FLOOR_BYTES(64 << 10, "what may wait for any socket even when all together hold too much"),
    LIMITS_OUTBOX_TOTAL_BYTES(quarterOfTheHeap(), "what may wait for all sockets together"),
    LIMITS_WRITE_SECONDS(30, "how long a reader may take for one frame"),
    LIMITS_PRESENCE_GRACE_SECONDS(10, "how long a lost page with a `client` id keeps its place"),

    VOICE_PROVIDER(
            "`openai` with a key, else `local` where it is there, else `off`",
            "who answers: `openai`, `local`, `scripted` (tests), `off`. One that is named and cannot be used keeps the server from"
                    + " becoming ready"),
    OPENAI_API_KEY("none", "a standard key; it never leaves the server"),
    OPENAI_URL(code("https://api.openai.com/v1"), "or who speaks as it does"),
    VOICE_MODEL(code("gpt-realtime-2.1"), ""),
    VOICE_TRANSCRIPTION_MODEL(code("gpt-transcribe"), "what speech is written down by"),
    VOICE_VOICE(code("alloy"), "one of OpenAI's"),
    VOICE_INSTRUCTIONS(
            shown(
                    "You are a friendly assistant of an innovation portal. Answer briefly, in the language in which you are spoken to.",
                    "a friendly assistant"),
            "pages do not see them"),
    VOICE_TOOLS("none", "JSON list of functions that the page answers, as OpenAI has them"),
    VOICE_SILENCE_MS(
            1000,
            "how long silence ends a turn; 500 answers half a second sooner, and interrupts those who think while they speak"),
    VOICE_PREFIX_MS(300, "what is kept from before speech"),
    VOICE_THRESHOLD_PERCENT(50, "how loud speech is"),
    VOICE_MAX_OUTPUT_TOKENS("the model's own", "of one answer, whoever asks for it; from 1 to 4096"),
    VOICE_MODEL_DIR(
            shown("voice-model", "`voice-model` beside `server.xml`"),
            "directory of an unpacked Vosk model, for the local voice"),
    VOICE_UTTERANCES(
            shown(String.valueOf(4 * Runtime.getRuntime().availableProcessors()), "four per core"),
            "how many people the local voice listens to at the same moment"),
    VOICE_LLM_URL(
            "none",
            "a text model for what the local voice does not understand by itself: an address of the OpenAI kind, with or without"
                    + " `/v1/chat/completions`"),
    VOICE_LLM_MODEL(code("default"), "the model's name there"),
    VOICE_LLM_KEY("none", "a bearer token for it"),
    LIMITS_VOICE_SESSIONS(500, "at once"),
    LIMITS_VOICE_SESSIONS_PER_USER(2, "at once"),
    LIMITS_VOICE_MINUTES(30, "of one session"),
    LIMITS_VOICE_MINUTES_PER_DAY(240, "of one user. Counted in memory, by each server"),
    LIMITS_VOICE_IDLE_SECONDS(300, "in which nobody says anything; silence that is sent is not something"),
    LIMITS_VOICE_MESSAGE_BYTES(256 << 10, "one event in"),
    LIMITS_VOICE_BYTES_PER_SECOND(1 << 20, "of one session in"),
    LIMITS_VOICE_MESSAGES_PER_SECOND(200, "of one session in"),
    LIMITS_VOICE_EARLY_BYTES(1 << 20, "what may wait for the provider"),
    LIMITS_VOICE_OUTBOX_BYTES(4 << 20, "what may wait for one page before the provider is slowed down"),
    LIMITS_VOICE_OUTBOX_TOTAL_BYTES(quarterOfTheHeap(), "what may wait for all of them"),
    LIMITS_VOICE_WAIT_SECONDS(10, "how long a page may take for one event, and the provider until its first");

    private final @Nullable String absent;
    private final String shown;
    private final String meaning;

    /**
     * What stands for a setting that nobody sets.
     *
     * @param value null if there is none
     * @param shown what docs/settings.md says of it
     */
    private record Absent(@Nullable String value, String shown) {}

    Setting(Absent absent, String meaning) {
        this.absent = absent.value();
        this.shown = absent.shown();
        this.meaning = meaning;
    }

    Setting(int absent, String meaning) {
        this(shown(String.valueOf(absent), String.valueOf(absent)), meaning);
    }

    /** @param shown of what is worked out elsewhere, or is nothing */
    Setting(String shown, String meaning) {
        this(new Absent(null, shown), meaning);
    }

    private static Absent shown(String value, String shown) {
        return new Absent(value, shown);
    }

    private static Absent code(String value) {
        return new Absent(value, "`" + value + "`");
    }

    private static Absent quarterOfTheHeap() {
        var bytes = Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4);
        return new Absent(String.valueOf(bytes), "a quarter of the heap");
    }

    /** Its name in the environment. */
    public String variable() {
        return "BELFRY_" + name();
    }

    /** What stands for it when nobody sets it; absent if nothing does, or if that depends on others. */
    public Optional<String> absent() {
        return Optional.ofNullable(absent);
    }

    /** {@link #absent} of one that is a whole number. */
    public int absentCount() {
        return Integer.parseInt(Objects.requireNonNull(absent, () -> this + " has no default"));
    }

    /** Its row in docs/settings.md. */
    public String row() {
        return ("| `" + variable() + "` | " + shown + " | " + meaning).strip() + " |";
    }
}
