/**
 * What the HTTP resources share: the caller of a request, and JSON errors.
 */
@NullMarked
package dev.belfry.realtime.http;

import org.jspecify.annotations.NullMarked;
