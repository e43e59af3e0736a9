package dev.belfry.domain.change;

/**
 * Changes may have been lost, and nobody can say which. A CDI event, fired between the changes before and those after.
 *
 * @param why for the page's developer and the operator: what happened
 */
public record Gap(String why) {}
