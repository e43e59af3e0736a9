package dev.belfry.voice.start;

import dev.belfry.domain.voice.ChosenVoice;
import dev.belfry.voice.relay.ChosenProvider;
import dev.belfry.voice.relay.Quotas;
import dev.belfry.voice.relay.Relays;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What happens when the module starts and stops. */
@WebListener
public class StartUp implements ServletContextListener {

    private static final Logger LOG = System.getLogger(StartUp.class.getName());

    @Inject
    Settings settings;

    @Inject
    ChosenProvider chosen;

    @Inject
    ChosenVoice told;

    @Inject
    Relays relays;

    @Inject
    Quotas quotas;

    @Inject
    Threads threads;

    private @Nullable ScheduledFuture<?> ticks;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        settings.problems().forEach(StartUp::log);
        chosen.problems().forEach(StartUp::log);
        told.choose(chosen.name());
        LOG.log(Level.INFO, "Voice: {0}", chosen.name());
        ticks = threads.clock().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (ticks != null) {
            ticks.cancel(false);
        }
        told.choose("off");
        relays.stop();
    }

    private void tick() {
        relays.tick();
        quotas.sweep();
    }

    private static void log(String problem) {
        LOG.log(Level.ERROR, "BadSetting: {0}", problem);
    }
}
