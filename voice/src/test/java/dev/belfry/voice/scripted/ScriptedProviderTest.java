package dev.belfry.voice.scripted;

import dev.belfry.domain.voice.ProviderContract;
import dev.belfry.domain.voice.VoiceProvider;

class ScriptedProviderTest extends ProviderContract {

    @Override
    protected VoiceProvider provider() {
        return new ScriptedProvider();
    }

    @Override
    protected byte[] speech() {
        return Sounds.loud(800);
    }
}
