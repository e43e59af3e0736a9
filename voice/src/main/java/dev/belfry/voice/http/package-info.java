/**
 * The voice functions over HTTP: who calls, one-time tickets, and OpenAI's ephemeral tokens. Errors have OpenAI's shape.
 */
@NullMarked
package dev.belfry.voice.http;

import org.jspecify.annotations.NullMarked;
