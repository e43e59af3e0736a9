import { afterEach, describe, expect, it, vi } from 'vitest'
import { arrivedFor, asked, cameTooLate, explain, standing, type WhyDraft } from './explain'
import type { Joined, Logged } from './wire'

const draft: WhyDraft = { schema: 'public', table: 'challenges', event: '*', key: '', somebody: '' }
const change = { type: 'UPDATE', commit_timestamp: '2026-01-02T03:04:05.123Z', key: { id: 'x' } }
const channel: Joined = {
  topic: 'realtime:room',
  joinRef: '1',
  state: 'joined',
  presences: {},
  token: '',
  bindings: [{ table: 'challenges' }],
  heardFrom: 1,
}

afterEach(() => vi.unstubAllGlobals())

describe('a question about a row', () => {
  it('is about the newest change unless a key is given', () => {
    expect(asked(draft, [{ table: 'challenges' }])).toEqual({
      schema: 'public',
      table: 'challenges',
      event: '*',
      postgres_changes: [{ table: 'challenges' }],
    })
  })

  it.each([
    ['7', { id: '7' }],
    [' {"event_id": 1, "user_id": 2} ', { event_id: 1, user_id: 2 }],
  ])('takes a key: %s', (key, wanted) => {
    expect(asked({ ...draft, key }, [])).toMatchObject({ key: wanted })
  })

  it.each([
    ['a.b.c', { token: 'a.b.c' }],
    ['{"role":"authenticated","sub":"u"}', { role: 'authenticated', sub: 'u' }],
  ])('may be asked for somebody else: %s', (somebody, wanted) => {
    expect(asked({ ...draft, somebody }, [])).toMatchObject({ for: wanted })
  })

  it.each([
    [{ table: ' ' }, /table/],
    [{ key: '{"id":' }, /Key: this is no JSON/],
    [{ somebody: '{' }, /For: this is no JSON/],
  ])('with something wrong says what: %o', (part, problem) => {
    expect(asked({ ...draft, ...part }, [])).toMatch(problem)
  })

  it('goes to the server, and its refusal is shown', async () => {
    const sent = vi.fn(async () => ({ ok: false, json: async () => ({ errors: { key: ['must be an object'] } }) }))
    vi.stubGlobal('fetch', sent)

    expect(await explain('wss://host/realtime/v1/', 'a key', '', draft, [])).toEqual({ problem: 'key must be an object' })
    expect(sent).toHaveBeenCalledWith(
      'https://host/realtime/v1/api/changes/explain',
      expect.objectContaining({ headers: expect.objectContaining({ Authorization: 'Bearer a key' }) }),
    )
  })
})

describe('a channel', () => {
  it('that hears changes has nothing to be said of it', () => {
    expect(standing(channel)).toBeUndefined()
  })

  it.each([
    [{ bindings: [] }, /did not ask/],
    [{ state: 'joining' }, /not answered/],
    [{ state: 'refused', said: 'Unauthorized: no' }, /refused the join: Unauthorized/],
    [{ state: 'closed' }, /not joined any more/],
    [{ state: 'error', said: 'Token has expired' }, /Token has expired/],
    [{ heardFrom: undefined, said: 'Unable to subscribe' }, /but: Unable to subscribe/],
  ] as [Partial<Joined>, RegExp][])('that hears none says why: %o', (part, words) => {
    expect(standing({ ...channel, ...part })).toMatch(words)
  })

  it('hears nothing from before it was joined', () => {
    expect(cameTooLate({ ...channel, heardFrom: Date.parse('2026-01-02T03:04:06Z') }, change)).toBe(true)
    expect(cameTooLate({ ...channel, heardFrom: Date.parse('2026-01-02T03:04:05Z') }, change)).toBe(false)
  })

  it('has got the change if it is among its frames', () => {
    const data = { type: 'UPDATE', commit_timestamp: change.commit_timestamp, record: { id: 'x', title: 't' } }
    const frame = (payload: object, part: Partial<Logged> = {}): Logged => ({
      id: 1,
      direction: 'in',
      at: 0,
      topic: 'realtime:room',
      event: 'postgres_changes',
      bytes: 0,
      text: JSON.stringify([null, null, 'realtime:room', 'postgres_changes', payload]),
      ...part,
    })

    expect(arrivedFor([frame({ ids: [1, 3], data })], channel.topic, change)).toEqual([1, 3])
    expect(
      arrivedFor(
        [
          frame({ ids: [1], data: { ...data, record: { id: 'y' } } }),
          frame({ ids: [1], data: { ...data, commit_timestamp: '2026-01-02T03:04:05.124Z' } }),
          frame({ ids: [1], data }, { topic: 'realtime:other' }),
          frame({}),
        ],
        channel.topic,
        change,
      ),
    ).toEqual([])
  })
})
