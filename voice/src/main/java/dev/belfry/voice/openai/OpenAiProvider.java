package dev.belfry.voice.openai;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.voice.VoiceProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.ThreadPoolConfig;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;

/** OpenAI itself, or whoever speaks as it does. */
public final class OpenAiProvider implements VoiceProvider {

    private static final int MAX_EVENT = 16 << 20;
    private static final int MAX_THREADS = 10_000;
    private static final Duration PING = Duration.ofSeconds(20);

    private final OpenAi openAi;
    private final TokenSigner signer;
    private final Executor threads;
    private final ClientManager client;
    private final Set<OpenAiLeg> open = ConcurrentHashMap.newKeySet();

    /**
     * @param signer makes the users' pseudonyms
     * @param threads that may wait for a connection
     */
    public OpenAiProvider(OpenAi openAi, TokenSigner signer, Executor threads, ScheduledExecutorService clock) {
        this.openAi = openAi;
        this.signer = signer;
        this.threads = threads;
        client = ClientManager.createClient(JdkClientContainer.class.getName());
        client.getProperties().put(ClientProperties.WORKER_THREAD_POOL_CONFIG, waitingThreads());
        client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, (int) OpenAi.TIMEOUT.toMillis());
        client.setDefaultMaxTextMessageBufferSize(MAX_EVENT);
        // None; for 0 Tyrus schedules a task that does nothing after every message.
        client.setDefaultMaxSessionIdleTimeout(-1);
        var unused = clock.scheduleWithFixedDelay(this::ping, PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A thread that hands an event over waits until it is heard, and nothing more is read until then: that slows OpenAI down. */
    private static ThreadPoolConfig waitingThreads() {
        return ThreadPoolConfig.defaultConfig()
                .setThreadFactory(Thread.ofVirtual().name("belfry-openai-", 0).factory())
                .setMaxPoolSize(MAX_THREADS);
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public List<String> problems() {
        return openAi.key() == null ? List.of("BELFRY_OPENAI_API_KEY must be set, to a key of OpenAI's.") : List.of();
    }

    @Override
    public Leg open(Claims caller, Listener listener) {
        var leg = new OpenAiLeg(listener, threads, open::remove);
        open.add(leg);
        leg.connect(client, openAi, signer.pseudonym(String.valueOf(caller.subject())));
        return leg;
    }

    /** How many connections there are, or will be. */
    public int connections() {
        return open.size();
    }

    private void ping() {
        open.forEach(OpenAiLeg::ping);
    }
}
