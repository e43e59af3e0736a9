/**
 * The messages of the wire and their two framings (protocol §2 and §3). Wire names stand here and nowhere else.
 */
@NullMarked
package dev.belfry.realtime.protocol;

import org.jspecify.annotations.NullMarked;
