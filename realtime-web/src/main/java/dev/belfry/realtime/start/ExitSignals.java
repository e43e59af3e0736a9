package dev.belfry.realtime.start;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * SIGTERM and SIGINT, before the JVM begins to exit. Once it does, Liberty closes every connection within milliseconds and only then
 * tells the application, so that no socket could be told why.
 *
 * <p>{@code sun.misc.Signal} is part of every JDK (module {@code jdk.unsupported}), but javac warns of it: hence reflection.
 */
final class ExitSignals implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ExitSignals.class.getName());

    private final Map<Object, Object> previous = new LinkedHashMap<>();
    private final Runnable first;

    private ExitSignals(Runnable first) {
        this.first = first;
    }

    /** Does that first, and then what the JVM would have done. Where signals cannot be caught, that is logged and nothing changes. */
    static ExitSignals before(Runnable first) {
        var signals = new ExitSignals(first);
        for (var name : new String[] {"TERM", "INT"}) {
            try {
                var signal = signalType().getConstructor(String.class).newInstance(name);
                var handler = Proxy.newProxyInstance(
                        ExitSignals.class.getClassLoader(), new Class<?>[] {handlerType()}, signals::handle);
                signals.previous.put(signal, Objects.requireNonNull(install(signal, handler)));
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                LOG.log(Level.WARNING, "SignalNotCaught: on SIG{0} sockets will close without a word: {1}", name, e);
            }
        }
        return signals;
    }

    /** Leaves the signals to the JVM again. */
    @Override
    public void close() {
        previous.forEach((signal, handler) -> {
            try {
                install(signal, handler);
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.DEBUG, "A signal stays caught", e);
            }
        });
    }

    /** Called by the JVM on a thread of its own for each signal. */
    @SuppressWarnings("ReferenceEquality") // a proxy is itself only
    private Object handle(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        return switch (method.getName()) {
            case "handle" -> {
                first.run();
                var signal = arguments[0];
                method.invoke(Objects.requireNonNull(previous.get(signal)), signal);
                yield proxy;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> ExitSignals.class.getName();
        };
    }

    private static Object install(Object signal, Object handler) throws ReflectiveOperationException {
        return signalType().getMethod("handle", signalType(), handlerType()).invoke(null, signal, handler);
    }

    private static Class<?> signalType() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }
}
