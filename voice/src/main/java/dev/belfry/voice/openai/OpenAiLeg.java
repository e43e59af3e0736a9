package dev.belfry.voice.openai;

import dev.belfry.domain.voice.VoiceProvider;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.core.HandshakeException;

/** One connection to OpenAI, from before it is made until after it is gone. */
final class OpenAiLeg extends Endpoint implements VoiceProvider.Leg {

    private static final Logger LOG = System.getLogger(OpenAiLeg.class.getName());
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final int LOST = 1006;
    private static final int BAD_KEY = 3000;
    private static final int REFUSED = 1008;
    private static final int TRY_LATER = 1013;

    private final VoiceProvider.Listener listener;
    private final Executor threads;
    private final Consumer<OpenAiLeg> whenOver;
    private final CompletableFuture<Session> session = new CompletableFuture<>();

    /** Held while the listener is told something, so that it hears nothing after the end. */
    private final ReentrantLock telling = new ReentrantLock();

    private volatile boolean over;
    private volatile boolean quiet;

    /** Nothing is read meanwhile, no answer to a ping either. */
    private volatile boolean held;

    /** @param whenOver hears that nothing is left of it */
    OpenAiLeg(VoiceProvider.Listener listener, Executor threads, Consumer<OpenAiLeg> whenOver) {
        this.listener = listener;
        this.threads = threads;
        this.whenOver = whenOver;
    }

    /** @param user as OpenAI may know the user */
    void connect(ClientManager client, OpenAi openAi, String user) {
        var config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.put("Authorization", List.of(openAi.authorization()));
                        headers.put(OpenAi.SAFETY_IDENTIFIER, List.of(user));
                    }
                })
                .build();
        threads.execute(() -> {
            try {
                session.complete(client.connectToServer(this, config, openAi.realtime()));
                if (over) {
                    disconnect(); // it was closed while it was made
                }
            } catch (DeploymentException | IOException | RuntimeException e) {
                session.completeExceptionally(e);
                end(code(e), "no connection: " + reason(e));
            }
        });
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        tell(listener::opened);
        opened.addMessageHandler(String.class, this::received);
        opened.addMessageHandler(PongMessage.class, pong -> quiet = false);
    }

    private void received(String event) {
        quiet = false;
        CompletionStage<Void> heard = DONE;
        telling.lock();
        try {
            if (!over) {
                heard = listener.event(event);
            }
        } finally {
            telling.unlock();
        }
        held = true;
        heard.toCompletableFuture().join();
        quiet = false;
        held = false;
    }

    @Override
    public void onClose(Session closed, CloseReason why) {
        end(why.getCloseCode().getCode(), why.getReasonPhrase() == null ? "" : why.getReasonPhrase());
    }

    @Override
    public void onError(Session failed, Throwable cause) {
        LOG.log(Level.DEBUG, "A connection to OpenAI failed", cause);
    }

    @Override
    public CompletionStage<Void> send(String frame) {
        return over ? DONE : session.thenCompose(opened -> sent(opened, frame)).exceptionally(failure -> null);
    }

    private static CompletionStage<Void> sent(Session opened, String frame) {
        var sent = new CompletableFuture<Void>();
        try {
            opened.getAsyncRemote().sendText(frame, result -> sent.complete(null)); // if it failed, onClose says so
        } catch (RuntimeException e) {
            sent.complete(null);
        }
        return sent;
    }

    @Override
    public void close() {
        end(CloseCodes.NORMAL_CLOSURE.getCode(), "closed by this server");
        disconnect();
    }

    /** Asks whether OpenAI is still there; if it has not said anything since it was asked last, it is not. */
    void ping() {
        if (!session.isDone() || over || held) {
            return;
        }
        if (quiet) {
            end(LOST, "no answer to a ping");
            disconnect();
            return;
        }
        quiet = true;
        threads.execute(() -> {
            try {
                session.join().getAsyncRemote().sendPing(ByteBuffer.allocate(0));
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "A ping to OpenAI failed", e);
            }
        });
    }

    private void disconnect() {
        if (session.isDone()) {
            threads.execute(() -> {
                try {
                    session.join().close();
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "A connection to OpenAI was gone before it was closed", e);
                }
            });
        }
    }

    private void tell(Runnable what) {
        telling.lock();
        try {
            if (!over) {
                what.run();
            }
        } finally {
            telling.unlock();
        }
    }

    private void end(int code, String reason) {
        tell(() -> {
            over = true;
            whenOver.accept(this);
            listener.closed(code, reason);
        });
    }

    private static int code(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HandshakeException refused) {
                var status = refused.getHttpStatusCode();
                return switch (status) {
                    case 401, 403 -> BAD_KEY;
                    case 408, 429 -> TRY_LATER;
                    default -> status >= 500 ? TRY_LATER : REFUSED;
                };
            }
        }
        return LOST;
    }

    private static String reason(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
