package dev.belfry.domain.voice;

import jakarta.enterprise.context.ApplicationScoped;

/** Who answers those who speak on this server, for every module to know. */
@ApplicationScoped
public class ChosenVoice {

    private volatile String name = "off";

    public void choose(String provider) {
        name = provider;
    }

    /** {@link VoiceProvider#name}, or {@code off}. */
    public String name() {
        return name;
    }
}
