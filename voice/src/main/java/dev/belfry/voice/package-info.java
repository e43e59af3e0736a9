/** Voice: today its paths and its health; the relay follows. */
@NullMarked
package dev.belfry.voice;

import org.jspecify.annotations.NullMarked;
