import { expect, it } from 'vitest'
import { matching, shown, timeOf } from './frames'
import type { Logged } from './wire'

const frame = (id: number, part: Partial<Logged> = {}): Logged => ({
  id,
  direction: 'in',
  at: 0,
  topic: 'realtime:room',
  event: 'broadcast',
  bytes: 2,
  text: '{}',
  ...part,
})
const ids = (frames: Logged[]) => frames.map(({ id }) => id)

const frames = [
  frame(1, { topic: 'phoenix', event: 'heartbeat', direction: 'out' }),
  frame(2, { direction: 'out', text: 'Hello' }),
  frame(3, { text: 'hello again' }),
  frame(4, { event: 'system' }),
]

it.each([
  [{}, [2, 3, 4]],
  [{ heartbeats: true }, [1, 2, 3, 4]],
  [{ direction: 'out' as const }, [2]],
  [{ wanted: ' HELLO ' }, [2, 3]],
  [{ wanted: 'system' }, [4]],
  [{ wanted: 'hello', direction: 'in' as const }, [3]],
])('only what is wanted is found: %o', (wanted, found) => {
  expect(ids(matching(frames, { direction: 'both', wanted: '', heartbeats: false, ...wanted }))).toEqual(found)
})

it('the newest come first, and not too many', () => {
  const many = Array.from({ length: 300 }, (_, id) => frame(id))
  expect(ids(shown(many))).toHaveLength(200)
  expect(ids(shown(many))[0]).toBe(299)
})

it('a time is given to the millisecond', () => {
  expect(timeOf(new Date(2026, 0, 2, 3, 4, 5, 6).getTime())).toBe('03:04:05.006')
})
