/**
 * OpenAI's Realtime API, general form: a WebSocket by Tyrus, and ephemeral tokens. The key stays here; nothing of it is logged.
 */
@NullMarked
package dev.belfry.voice.openai;

import org.jspecify.annotations.NullMarked;
