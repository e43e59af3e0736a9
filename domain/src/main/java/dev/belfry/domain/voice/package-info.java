/**
 * What the voice relay and whoever answers have in common: a {@link dev.belfry.domain.voice.VoiceProvider} speaks OpenAI's Realtime API
 * in its general (GA) form, whatever is behind it. {@link dev.belfry.domain.voice.Transcript} is a CDI event.
 */
@NullMarked
package dev.belfry.domain.voice;

import org.jspecify.annotations.NullMarked;
