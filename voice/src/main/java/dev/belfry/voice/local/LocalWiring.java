package dev.belfry.voice.local;

import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import dev.belfry.voice.assistant.Assistant;
import dev.belfry.voice.assistant.Challenges;
import dev.belfry.voice.assistant.TextModel;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** What the local provider is made of, as the settings say (docs/settings.md). */
@Dependent
public class LocalWiring {

    /** That the database is asked at once. */
    private static final int QUESTIONS = 8;

    @Resource
    ManagedThreadFactory factory;

    @Produces
    @Singleton
    LocalProvider provider(Config config, Challenges challenges) {
        var settings = new SettingsReader(config);
        var cores = Runtime.getRuntime().availableProcessors();
        var model = Path.of(settings.value(Setting.VOICE_MODEL_DIR));
        var utterances = settings.count(Setting.VOICE_UTTERANCES);
        var assistant = new Assistant(
                challenges,
                textModel(settings),
                Executors.newFixedThreadPool(QUESTIONS, work -> named("belfry-voice-asking", work)));
        return new LocalProvider(
                new EngineRoom(model, utterances),
                assistant,
                settings.problems(),
                Executors.newFixedThreadPool(Math.max(2, cores), work -> named("belfry-voice", work)),
                Pace.of(Executors.newSingleThreadScheduledExecutor(work -> named("belfry-voice-pace", work))));
    }

    void end(@Disposes LocalProvider provider) {
        provider.close();
    }

    private static @Nullable TextModel textModel(SettingsReader settings) {
        return settings.address(Setting.VOICE_LLM_URL)
                .map(address -> new TextModel(
                        address,
                        settings.value(Setting.VOICE_LLM_MODEL),
                        settings.text(Setting.VOICE_LLM_KEY).orElse(null)))
                .orElse(null);
    }

    private Thread named(String name, Runnable work) {
        var thread = factory.newThread(work);
        thread.setName(name);
        return thread;
    }
}
