/**
 * Reading settings (docs/settings.md): MicroProfile Config, and what is wrong with what stands there.
 */
@NullMarked
package dev.belfry.domain.settings;

import org.jspecify.annotations.NullMarked;
