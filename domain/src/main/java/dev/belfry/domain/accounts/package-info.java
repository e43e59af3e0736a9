/**
 * The accounts of the development sign-in; in production an identity provider has them. {@code AccountTable} says where they stand,
 * {@code Accounts} finds and changes them, {@code Passwords} knows how they are kept.
 */
@NullMarked
package dev.belfry.domain.accounts;

import org.jspecify.annotations.NullMarked;
