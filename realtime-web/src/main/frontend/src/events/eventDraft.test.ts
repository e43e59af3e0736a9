import { describe, expect, it } from 'vitest'
import { draftOf, problemsOf, rowOf } from './eventDraft'
import type { PortalEvent } from './types'

const event: PortalEvent = {
  id: 'e',
  created_by: 'u',
  created_at: '',
  updated_at: '',
  version: 1,
  title: 'Sprint',
  description: '',
  location: 'Room 4',
  starts_at: '2026-03-29T10:30:00+00:00',
  capacity: 12,
}

describe('an event in its form', () => {
  it('survives the way there and back', () => {
    expect(rowOf(draftOf(event))).toEqual({
      title: 'Sprint',
      starts_at: '2026-03-29T10:30:00.000Z',
      location: 'Room 4',
      capacity: 12,
    })
  })

  it('is shown in the time of the reader', () => {
    const { startsAt } = draftOf(event)
    expect(new Date(startsAt).getTime()).toBe(Date.parse(event.starts_at!))
    expect(startsAt).toHaveLength(16)
  })

  it('may have no more than a title', () => {
    const draft = { ...draftOf(), title: ' Talk ' }
    expect(problemsOf(draft)).toEqual({})
    expect(rowOf(draft)).toEqual({ title: 'Talk', starts_at: null, location: null, capacity: null })
  })

  it.each([
    [{ title: ' ' }, 'title'],
    [{ title: 'x'.repeat(201) }, 'title'],
    [{ startsAt: 'tomorrow' }, 'startsAt'],
    [{ capacity: '0' }, 'capacity'],
    [{ capacity: '2.5' }, 'capacity'],
    [{ capacity: 'many' }, 'capacity'],
  ])('says what is wrong with it: %o', (part, field) => {
    expect(Object.keys(problemsOf({ ...draftOf(event), ...part }))).toEqual([field])
  })
})
