/**
 * The development sign-in: what supabase-js calls for accounts. It does not exist unless {@code BELFRY_DEV} is true.
 */
@NullMarked
package dev.belfry.realtime.signin;

import org.jspecify.annotations.NullMarked;
