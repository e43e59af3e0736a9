import type { Logged } from './wire'

export type Direction = 'both' | Logged['direction']

export interface Wanted {
  direction: Direction
  /** Text that must stand in the frame, small or capital. */
  wanted: string
  heartbeats: boolean
}

const MOST_SHOWN = 200

export function matching(frames: readonly Logged[], { direction, wanted, heartbeats }: Wanted): Logged[] {
  const text = wanted.trim().toLowerCase()
  return frames.filter(
    (frame) =>
      (direction === 'both' || frame.direction === direction) &&
      (heartbeats || frame.topic !== 'phoenix') &&
      `${frame.topic} ${frame.event} ${frame.text}`.toLowerCase().includes(text),
  )
}

/** The newest first, and no more than a page can draw at ease. */
export function shown(frames: readonly Logged[]): Logged[] {
  return frames.slice(-MOST_SHOWN).reverse()
}

/** Of the day, to the millisecond. */
export function timeOf(at: number): string {
  const time = new Date(at)
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0'))
  return `${clock.join(':')}.${String(time.getMilliseconds()).padStart(3, '0')}`
}
