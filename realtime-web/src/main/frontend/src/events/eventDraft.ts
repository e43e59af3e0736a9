import type { PortalEvent } from './types'

/** What a reader may type in, as it is typed. */
export interface EventDraft {
  title: string
  /** In the reader's own time, as `datetime-local` has it; empty for none yet. */
  startsAt: string
  location: string
  /** How many may come; empty for any number. */
  capacity: string
}

/** Why an event cannot be saved like that, by field. */
export type EventProblems = Partial<Record<keyof EventDraft, string>>

const TITLE_MAX = 200
const CAPACITY_MAX = 100_000

export function draftOf(event?: PortalEvent): EventDraft {
  return {
    title: event?.title ?? '',
    startsAt: event?.starts_at ? localTime(event.starts_at) : '',
    location: event?.location ?? '',
    capacity: event?.capacity?.toString() ?? '',
  }
}

export function problemsOf({ title, startsAt, capacity }: EventDraft): EventProblems {
  const problems: EventProblems = {}
  const places = Number(capacity)
  if (!title.trim()) problems.title = 'An event needs a title.'
  else if (title.trim().length > TITLE_MAX) problems.title = `At most ${TITLE_MAX} characters, please.`
  if (startsAt && Number.isNaN(Date.parse(startsAt))) problems.startsAt = 'A date and a time, please.'
  if (capacity.trim() && !(Number.isInteger(places) && places >= 1 && places <= CAPACITY_MAX)) {
    problems.capacity = `A whole number from 1 to ${CAPACITY_MAX}; nothing for any number.`
  }
  return problems
}

/** As the row has it. */
export function rowOf({ title, startsAt, location, capacity }: EventDraft): Partial<PortalEvent> {
  return {
    title: title.trim(),
    starts_at: startsAt ? new Date(startsAt).toISOString() : null,
    location: location.trim() || null,
    capacity: capacity.trim() ? Number(capacity) : null,
  }
}

function localTime(iso: string): string {
  const time = new Date(iso)
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
