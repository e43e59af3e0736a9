import { describe, expect, it } from 'vitest'
import type { Challenge } from '../challenges/types'
import { applyChange, applySnapshot, type Board, emptyBoard, withPending } from './board'

function challenge(id: string, version = 1, minute = version): Challenge {
  return {
    id,
    version,
    title: `${id} v${version}`,
    description: '',
    status: 'open',
    created_by: 'ada',
    created_at: '2026-01-01T09:00:00Z',
    updated_at: `2026-01-01T09:${String(minute).padStart(2, '0')}:00Z`,
  }
}

function boardOf(...rows: Challenge[]): Board<Challenge> {
  return { ...emptyBoard, rows }
}

function titles(board: Board<Challenge>): string[] {
  return board.rows.map((row) => row.title)
}

describe('a change', () => {
  it('adds a row that was not known', () => {
    expect(titles(applyChange(emptyBoard, { type: 'upsert', row: challenge('a') }))).toEqual(['a v1'])
  })

  it('replaces an older version', () => {
    const board = applyChange(boardOf(challenge('a', 1)), { type: 'upsert', row: challenge('a', 2) })
    expect(titles(board)).toEqual(['a v2'])
  })

  it('that arrives twice is shown once', () => {
    const board = applyChange(boardOf(challenge('a', 2)), { type: 'upsert', row: challenge('a', 2) })
    expect(titles(board)).toEqual(['a v2'])
  })

  it('that arrives late does not turn the clock back', () => {
    const board = applyChange(boardOf(challenge('a', 3)), { type: 'upsert', row: challenge('a', 2) })
    expect(titles(board)).toEqual(['a v3'])
  })

  it('moves the row to its place in time', () => {
    const before = boardOf(challenge('a', 1, 20), challenge('b', 1, 10))
    const board = applyChange(before, { type: 'upsert', row: challenge('b', 2, 30) })
    expect(titles(board)).toEqual(['b v2', 'a v1'])
  })

  it('to a deleted row does not bring it back', () => {
    const deleted = applyChange(boardOf(challenge('a')), { type: 'delete', id: 'a' })
    expect(titles(applyChange(deleted, { type: 'upsert', row: challenge('a', 9) }))).toEqual([])
  })

  it('leaves the board it was applied to untouched', () => {
    const before = boardOf(challenge('a'))
    applyChange(before, { type: 'delete', id: 'a' })
    expect(titles(before)).toEqual(['a v1'])
    expect(before.deleted.size).toBe(0)
  })
})

describe('a snapshot', () => {
  it('removes rows that were deleted while nobody was listening', () => {
    const board = applySnapshot(boardOf(challenge('a'), challenge('b')), [challenge('b')], [])
    expect(titles(board)).toEqual(['b v1'])
  })

  it('keeps a local row that is newer', () => {
    const board = applySnapshot(boardOf(challenge('a', 3)), [challenge('a', 2)], [])
    expect(titles(board)).toEqual(['a v3'])
  })

  it('does not bring back a row that was deleted while it was read', () => {
    const deleted = applyChange(boardOf(challenge('a')), { type: 'delete', id: 'a' })
    expect(titles(applySnapshot(deleted, [challenge('a')], []))).toEqual([])
  })

  it('keeps a row that was inserted while it was read', () => {
    const arrived = [{ type: 'upsert' as const, row: challenge('c') }]
    const board = applySnapshot(boardOf(challenge('c')), [], arrived)
    expect(titles(board)).toEqual(['c v1'])
  })

  it('is shown newest first', () => {
    const board = applySnapshot(emptyBoard, [challenge('a', 1, 5), challenge('b', 1, 50)], [])
    expect(titles(board)).toEqual(['b v1', 'a v1'])
  })
})

describe('what is being saved', () => {
  const pending = (...rows: Challenge[]) => new Map(rows.map((row) => [row.id, row]))
  const shown = (rows: Challenge[], being: Challenge[]) => withPending(rows, pending(...being)).map(({ title }) => title)

  it('is shown at once, new rows first and changed ones in their places', () => {
    const changed = { ...challenge('b', 2), title: 'typed' }
    expect(shown([challenge('a'), challenge('b', 2)], [changed, challenge('new', 0)])).toEqual(['new v0', 'a v1', 'typed'])
  })

  it('gives way to a newer version', () => {
    expect(shown([challenge('a', 3)], [challenge('a', 2)])).toEqual(['a v3'])
  })

  it('does not bring back a row that was deleted meanwhile', () => {
    expect(shown([], [challenge('a', 2)])).toEqual([])
  })
})
