/**
 * The accounts of the development sign-in; in production an identity provider has them.
 */
@NullMarked
package dev.belfry.domain.accounts;

import org.jspecify.annotations.NullMarked;
