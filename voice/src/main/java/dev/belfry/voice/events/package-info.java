/**
 * The events of OpenAI's Realtime API as text: what type one is, what of it a page may say or see, and the beta form that OpenAI has
 * ended and pages still speak. Nothing here knows sockets.
 */
@NullMarked
package dev.belfry.voice.events;

import org.jspecify.annotations.NullMarked;
