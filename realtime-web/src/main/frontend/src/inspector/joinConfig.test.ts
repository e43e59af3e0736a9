import { describe, expect, it } from 'vitest'
import { emptyJoin, joinPayload, newBinding, problemsOf } from './joinConfig'

const room = { ...emptyJoin, topic: 'room' }

describe('a join', () => {
  it('asks for no more than is wanted', () => {
    expect(joinPayload(room, '', 0)).toEqual({
      config: {
        broadcast: { ack: false, self: false },
        presence: { enabled: false, key: '' },
        postgres_changes: [],
        private: false,
      },
    })
  })

  it('asks for everything that there is', () => {
    const draft = {
      topic: 'room',
      private: true,
      presence: true,
      presenceKey: 'ada',
      self: true,
      ack: true,
      replayMinutes: '2',
      replayLimit: '25',
      bindings: [
        newBinding(1),
        { ...newBinding(2), table: 'challenges', filter: ' id=eq.1 ', select: 'id, title', leave: true, since: ' 2026-01-02T03:04:05.123Z' },
      ],
    }

    expect(joinPayload(draft, 'a token', 200_000)).toEqual({
      config: {
        broadcast: { ack: true, self: true, replay: { since: 80_000, limit: 25 } },
        presence: { enabled: true, key: 'ada' },
        postgres_changes: [
          { event: '*', schema: 'public' },
          {
            event: '*',
            schema: 'public',
            table: 'challenges',
            filter: 'id=eq.1',
            select: ['id', 'title'],
            leave: true,
            since: '2026-01-02T03:04:05.123Z',
          },
        ],
        private: true,
      },
      access_token: 'a token',
    })
    expect(problemsOf(draft)).toEqual([])
  })

  it.each([
    [{ topic: ' ' }, /topic/],
    [{ replayMinutes: '5' }, /private/],
    [{ private: true, replayMinutes: 'x' }, /minutes/],
    [{ private: true, replayMinutes: '1', replayLimit: '26' }, /1 to 25/],
    [{ bindings: [{ ...newBinding(1), schema: '' }] }, /schema or a table/],
    [{ bindings: [newBinding(1), { ...newBinding(2), filter: 'id=1' }] }, /Changes 2, filter at character 4/],
    [{ bindings: [{ ...newBinding(1), select: 'id' }] }, /one table/],
    [{ bindings: [{ ...newBinding(1), since: 'yesterday' }] }, /Changes 1, since: a time/],
    [{ bindings: [{ ...newBinding(1), since: '2026-01-02T03:04:05' }] }, /Changes 1, since: a time/],
  ])('with something wrong says what: %o', (part, problem) => {
    const problems = problemsOf({ ...room, ...part })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
  })
})
