/** Benchmarks of the running server, with programs as clients: {@code liberty-config/belfry bench}. No part of the tests. */
@NullMarked
package dev.belfry.bench;

import org.jspecify.annotations.NullMarked;
