/**
 * The provider {@code local}: OpenAI's Realtime API (GA) spoken by this server itself, without a key and without the internet.
 *
 * <p>{@code LocalSession} takes a client's events one after the other; {@code Hearing} makes turns of sound, the assistant an
 * answer of a turn, and {@code Answer} sound of the answer, about as fast as it is listened to.
 */
@NullMarked
package dev.belfry.voice.local;

import org.jspecify.annotations.NullMarked;
