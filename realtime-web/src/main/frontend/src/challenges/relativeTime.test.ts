import { describe, expect, it } from 'vitest'
import { relativeTime } from './relativeTime'

const now = new Date('2026-06-15T12:00:00Z')

describe('relative time', () => {
  it.each([
    ['2026-06-15T11:59:30Z', 'just now'],
    ['2026-06-15T12:00:20Z', 'just now'],
    ['2026-06-15T11:55:00Z', '5 minutes ago'],
    ['2026-06-15T09:00:00Z', '3 hours ago'],
    ['2026-06-14T11:00:00Z', 'yesterday'],
    ['2024-06-01T12:00:00Z', '2 years ago'],
  ])('reads %s as "%s"', (then, expected) => {
    expect(relativeTime(then, now)).toBe(expected)
  })
})
