import type { SupabaseClient } from '@supabase/supabase-js'
import { useCallback, useEffect, useRef, useState } from 'react'
import { applyChange, applySnapshot, type Board, type Change, emptyBoard, versionOf, withPending } from '../rows/board'
import { newId } from '../rows/newId'
import { beginWrite, endWrite, isOwnWrite } from '../rows/ownWrites'
import * as requests from '../rows/requests'
import type { Outcome, Row } from '../rows/types'
import { useRecent } from './useRecent'
import { useTableChanges } from './useTableChanges'

const HIGHLIGHT_MS = 4_000
const UNREADABLE_CONFLICT =
  'Changed by someone else meanwhile, and the newer version cannot be read just now.'

/** Live rows, and the ways to change them. */
export interface Rows<R extends Row> {
  /** The newest first, with what is being saved as it will be. */
  rows: readonly R[]
  /** Ids of the rows somebody else has changed just now. */
  recent: ReadonlySet<string>
  /** Ids of the rows that are being saved or deleted. */
  pending: ReadonlySet<string>
  loaded: boolean
  /** Why the rows could not be read. */
  error?: string
  reload: () => Promise<void>
  create: (draft: Partial<R>) => Promise<Outcome<R>>
  /** @param base the row as it was when the edit began: a save over a newer version is a conflict */
  update: (base: R, draft: Partial<R>) => Promise<Outcome<R>>
  remove: (row: R) => Promise<Outcome<R>>
}

/**
 * The live rows of a table, all or those with a value in a column. What is saved is shown at once, and taken back if it is refused.
 *
 * @example const { rows, create, update, remove } = useRows<Challenge>(supabase, { table: 'challenges' }, session.user.id)
 */
export function useRows<R extends Row>(
  supabase: SupabaseClient,
  { table, column, value }: requests.Query,
  userId: string,
): Rows<R> {
  const [board, setBoard] = useState<Board<R>>(emptyBoard)
  const [pending, setPending] = useState<ReadonlyMap<string, R>>(new Map())
  const [loaded, setLoaded] = useState(false)
  const [error, setError] = useState<string>()
  const [recent, addRecent] = useRecent(HIGHLIGHT_MS)

  // Changes may come faster than renders, so each one builds on the newest board, not the drawn one.
  const newest = useRef(board)
  const arrivedDuringLoads = useRef(new Set<Change<R>[]>())
  const loads = useRef({ begun: 0, shown: 0 })

  const show = (next: Board<R>) => {
    newest.current = next
    setBoard(next)
  }
  const apply = useCallback((change: Change<R>) => {
    arrivedDuringLoads.current.forEach((arrived) => arrived.push(change))
    show(applyChange(newest.current, change))
  }, [])

  const reload = useCallback(async () => {
    const load = ++loads.current.begun
    const arrived: Change<R>[] = []
    arrivedDuringLoads.current.add(arrived)
    setError(undefined)
    const { rows, message } = await requests.list<R>(supabase, { table, column, value })
    arrivedDuringLoads.current.delete(arrived)
    // One that was overtaken by a later one knows less.
    if (load < loads.current.shown) return
    setError(message)
    if (!rows) return
    loads.current.shown = load
    show(applySnapshot(newest.current, rows, arrived))
    setLoaded(true)
  }, [supabase, table, column, value])

  // Once at once, so that the list is there even if the socket is not; again after every join.
  useEffect(() => void reload(), [reload])

  useTableChanges<R>(supabase, table, {
    filter: column && `${column}=eq.${value}`,
    onSubscribed: () => void reload(),
    onChange: (change) => {
      if (change.eventType === 'DELETE') {
        if (change.old.id) apply({ type: 'delete', id: change.old.id })
        return
      }
      const row = change.new
      const isNews = row.version > versionOf(newest.current, row.id)
      apply({ type: 'upsert', row })
      if (isNews && !isOwnWrite(row.id, row.version)) addRecent(row.id)
    },
  })

  /** While it is being done, the row is shown as it will be. */
  const saving = async (wanted: R, attempt: () => Promise<Outcome<R>>): Promise<Outcome<R>> => {
    const { id } = wanted
    beginWrite(id)
    setPending((before) => new Map(before).set(id, wanted))
    const outcome = await attempt()
    endWrite(id, markOf(outcome))
    setPending((before) => new Map([...before].filter(([other]) => other !== id)))
    if (outcome.type === 'saved') apply({ type: 'upsert', row: outcome.row })
    if (outcome.type === 'deleted') apply({ type: 'delete', id })
    return outcome
  }

  const create = (draft: Partial<R>): Promise<Outcome<R>> => {
    const id = newId()
    const now = new Date().toISOString()
    const wanted = { created_by: userId, created_at: now, updated_at: now, version: 0, ...draft, id } as R
    return saving(wanted, () => requests.create<R>(supabase, table, { ...draft, id }))
  }

  const update = (base: R, draft: Partial<R>): Promise<Outcome<R>> =>
    saving({ ...base, ...draft }, async () => {
      const outcome = await requests.update(supabase, table, base, draft)
      if (outcome.type !== 'conflict') return outcome
      const current = await requests.find<R>(supabase, table, base.id)
      if (current) apply({ type: 'upsert', row: current })
      if (current === null) apply({ type: 'delete', id: base.id })
      return current === undefined ? { type: 'refused', message: UNREADABLE_CONFLICT } : outcome
    })

  // The row stays until the server has agreed: a refusal is too common to let it vanish and come back.
  const remove = (row: R): Promise<Outcome<R>> => saving(row, () => requests.remove(supabase, table, row))

  return {
    rows: withPending(board.rows, pending),
    recent,
    pending: new Set(pending.keys()),
    loaded,
    error,
    reload,
    create,
    update,
    remove,
  }
}

function markOf<R extends Row>(outcome: Outcome<R>): number | 'deleted' | undefined {
  if (outcome.type === 'saved') return outcome.row.version
  return outcome.type === 'deleted' ? 'deleted' : undefined
}
