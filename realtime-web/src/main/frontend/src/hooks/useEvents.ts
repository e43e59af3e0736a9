import type { SupabaseClient } from '@supabase/supabase-js'
import { countsOf, participationOf } from '../events/participation'
import type { Participant, PortalEvent } from '../events/types'
import type { Outcome } from '../rows/types'
import { type Rows, useRows } from './useRows'

interface Events extends Rows<PortalEvent> {
  /** How many come, by the id of the event. */
  counts: ReadonlyMap<string, number>
  /** Whether the user comes. */
  comes: (eventId: string) => boolean
  takePart: (eventId: string) => Promise<Outcome<Participant>>
  cancel: (eventId: string) => Promise<Outcome<Participant> | undefined>
}

/**
 * Events, and how many come to each, as they sign up.
 *
 * @example const { rows, counts, comes, takePart, cancel } = useEvents(supabase, session.user.id)
 */
export function useEvents(supabase: SupabaseClient, userId: string): Events {
  const events = useRows<PortalEvent>(supabase, { table: 'events' }, userId)
  const participants = useRows<Participant>(supabase, { table: 'event_participants' }, userId)
  const own = (eventId: string) => participationOf(participants.rows, eventId, userId)

  return {
    ...events,
    loaded: events.loaded && participants.loaded,
    error: events.error ?? participants.error,
    counts: countsOf(participants.rows),
    comes: (eventId) => (own(eventId)?.status ?? 'cancelled') !== 'cancelled',
    takePart: (eventId) => {
      const once = own(eventId)
      return once
        ? participants.update(once, { status: 'registered' })
        : participants.create({ event_id: eventId, user_id: userId, status: 'registered' })
    },
    cancel: async (eventId) => {
      const row = own(eventId)
      return row && participants.update(row, { status: 'cancelled' })
    },
  }
}
