/**
 * Ears and a voice without anybody's cloud: speech becomes text, text becomes speech, and loudness says who speaks when.
 *
 * <p>Sound is PCM, 16 bits signed, little-endian, one channel, 24 kHz, as the Realtime API has it. Only {@code VoskRecogniser}
 * and {@code FreeTtsVoice} know the engines, which stand beside the server and may be missing: {@code Engines} says so.
 */
@NullMarked
package dev.belfry.voice.speech;

import org.jspecify.annotations.NullMarked;
