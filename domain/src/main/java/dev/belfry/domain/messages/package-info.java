/**
 * The table {@code realtime.messages}: its policies decide about private channels, its rows are broadcasts that the database sends, or
 * that are kept. In come questions about a caller and a topic, out go rights, stored messages, and the CDI event {@link
 * dev.belfry.domain.messages.StoredMessage}.
 */
@NullMarked
package dev.belfry.domain.messages;

import org.jspecify.annotations.NullMarked;
