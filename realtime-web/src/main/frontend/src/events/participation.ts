import type { Participant } from './types'

/** How many come to each event, by its id. Those who have cancelled do not. */
export function countsOf(participants: readonly Participant[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { event_id, status } of participants) {
    if (status !== 'cancelled') counts.set(event_id, (counts.get(event_id) ?? 0) + 1)
  }
  return counts
}

/** The row with which somebody takes part, or once did. */
export function participationOf(
  participants: readonly Participant[],
  eventId: string,
  userId: string,
): Participant | undefined {
  return participants.find((row) => row.event_id === eventId && row.user_id === userId)
}
