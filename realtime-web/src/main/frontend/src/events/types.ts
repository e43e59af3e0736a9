import type { Row } from '../rows/types'

/** A row of `public.events`. */
export type PortalEvent = Row & {
  title: string
  description: string
  location: string | null
  starts_at: string | null
  /** How many may come; null for any number. */
  capacity: number | null
}

/** A row of `public.event_participants`: one takes part oneself. */
export type Participant = Row & {
  event_id: string
  user_id: string
  status: 'registered' | 'attending' | 'cancelled'
}
