/**
 * How the module begins: its settings, its long-lived objects, what an operator sees of it.
 */
@NullMarked
package dev.belfry.voice.start;

import org.jspecify.annotations.NullMarked;
