/**
 * The development sign-in: what supabase-js calls for accounts, in the shapes of GoTrue. It does not exist unless {@code BELFRY_DEV} is
 * true. {@code Asked} reads a request, {@code Bearer} knows who asks, {@code UserTokens} makes and reads tokens, {@code UserJson} shows
 * an account; what cannot be done is a {@code SignInProblem}, which {@code Answers} writes.
 */
@NullMarked
package dev.belfry.realtime.signin;

import org.jspecify.annotations.NullMarked;
