/**
 * What the local voice has to say: a handful of things that the portal can be asked for, answered from the database in the
 * caller's name, and everything else from a text model if there is one.
 */
@NullMarked
package dev.belfry.voice.assistant;

import org.jspecify.annotations.NullMarked;
