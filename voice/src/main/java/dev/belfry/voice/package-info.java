/**
 * Voice: a page's speech to a provider and its answers back. {@code start} makes what there is; {@code socket} and {@code http} are the doors,
 * {@code relay} is the pump between, {@code events} knows what goes through it, {@code openai} and {@code scripted} are providers.
 */
@NullMarked
package dev.belfry.voice;

import org.jspecify.annotations.NullMarked;
