import type { Challenge } from './types'

/** The rows as far as they are known here, newest first, and the ids known to be gone for good. */
export interface Board {
  rows: readonly Challenge[]
  deleted: ReadonlySet<string>
}

export type Change = { type: 'upsert'; row: Challenge } | { type: 'delete'; id: string }

export const emptyBoard: Board = { rows: [], deleted: new Set() }

/** The version shown for an id, or 0 if it is not on the board. */
export function versionOf(board: Board, id: string): number {
  return board.rows.find((row) => row.id === id)?.version ?? 0
}

/** Changes may come late or twice: an older version never replaces a newer one, and deletes win. */
export function applyChange(board: Board, change: Change): Board {
  if (change.type === 'delete') {
    return {
      rows: board.rows.filter((row) => row.id !== change.id),
      deleted: new Set(board.deleted).add(change.id),
    }
  }
  const { row } = change
  if (board.deleted.has(row.id) || row.version < versionOf(board, row.id)) return board
  const others = board.rows.filter((other) => other.id !== row.id)
  return { ...board, rows: newestFirst([...others, row]) }
}

/**
 * Replaces the board by rows just read from the server. What arrived while they were being read is
 * applied on top, since the reading may or may not have seen it.
 */
export function applySnapshot(board: Board, rows: Challenge[], arrived: Change[]): Board {
  const known = new Map(board.rows.map((row) => [row.id, row]))
  const fresh = rows
    .filter((row) => !board.deleted.has(row.id))
    .map((row) => {
      const local = known.get(row.id)
      return local && local.version > row.version ? local : row
    })
  return arrived.reduce(applyChange, { ...board, rows: newestFirst(fresh) })
}

function newestFirst(rows: Challenge[]): Challenge[] {
  return rows.sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at))
}
