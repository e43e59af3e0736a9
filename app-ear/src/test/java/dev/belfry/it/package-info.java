/** The application in a real server, with a real PostgreSQL, by way of what its users use. */
@NullMarked
package dev.belfry.it;

import org.jspecify.annotations.NullMarked;
