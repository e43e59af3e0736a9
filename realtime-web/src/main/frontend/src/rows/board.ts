import type { Row } from './types'

/** The rows as far as they are known here, newest first, and the ids known to be gone for good. */
export interface Board<R extends Row> {
  rows: readonly R[]
  deleted: ReadonlySet<string>
}

export type Change<R extends Row> = { type: 'upsert'; row: R } | { type: 'delete'; id: string }

export const emptyBoard: Board<never> = { rows: [], deleted: new Set() }

/** The version shown for an id, or 0 if it is not on the board. */
export function versionOf<R extends Row>(board: Board<R>, id: string): number {
  return board.rows.find((row) => row.id === id)?.version ?? 0
}

/** Changes may come late or twice: an older version never replaces a newer one, and deletes win. */
export function applyChange<R extends Row>(board: Board<R>, change: Change<R>): Board<R> {
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
export function applySnapshot<R extends Row>(board: Board<R>, rows: readonly R[], arrived: readonly Change<R>[]): Board<R> {
  const known = new Map(board.rows.map((row) => [row.id, row]))
  const fresh = rows
    .filter((row) => !board.deleted.has(row.id))
    .map((row) => {
      const local = known.get(row.id)
      return local && local.version > row.version ? local : row
    })
  return arrived.reduce<Board<R>>(applyChange, { ...board, rows: newestFirst(fresh) })
}

/**
 * The rows as they will be once what is being saved is: changed ones in their places, new ones first. A row that has a newer version
 * than the one that is being changed is shown as it is, since the save will be refused.
 */
export function withPending<R extends Row>(rows: readonly R[], pending: ReadonlyMap<string, R>): readonly R[] {
  if (pending.size === 0) return rows
  const known = new Set(rows.map((row) => row.id))
  const added = [...pending.values()].filter((row) => !known.has(row.id) && row.version === 0)
  const changed = rows.map((row) => {
    const wanted = pending.get(row.id)
    return wanted && wanted.version >= row.version ? wanted : row
  })
  return [...added, ...changed]
}

function newestFirst<R extends Row>(rows: R[]): R[] {
  return rows.sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at))
}
