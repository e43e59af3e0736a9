/**
 * What a Supabase stack expects of its real-time server beside channels: the answers to its health checks; and what whoever asks for
 * another part of the stack is told. Nothing is forwarded: that is a gateway's work.
 */
@NullMarked
package dev.belfry.realtime.stack;

import org.jspecify.annotations.NullMarked;
