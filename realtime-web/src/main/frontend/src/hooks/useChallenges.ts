import type { SupabaseClient } from '@supabase/supabase-js'
import { useCallback, useEffect, useRef, useState } from 'react'
import { applyChange, applySnapshot, type Change, emptyBoard, versionOf } from '../challenges/board'
import * as requests from '../challenges/requests'
import type { Challenge, ChallengeDraft, Outcome } from '../challenges/types'
import { useRecent } from './useRecent'
import { useTableChanges } from './useTableChanges'

const HIGHLIGHT_MS = 4_000
const UNREADABLE_CONFLICT =
  'Changed by someone else meanwhile, and the newer version cannot be read just now.'

/**
 * The live list of challenges, and the ways to change it.
 *
 * @example const { rows, create, update, remove } = useChallenges(supabase, session.user.id)
 */
export function useChallenges(supabase: SupabaseClient, userId: string) {
  const [board, setBoard] = useState(emptyBoard)
  const [loaded, setLoaded] = useState(false)
  const [error, setError] = useState<string>()
  const [recent, addRecent] = useRecent(HIGHLIGHT_MS)

  // Changes may come faster than renders, so each one builds on the newest board, not the drawn one.
  const newest = useRef(board)
  const arrivedDuringLoads = useRef(new Set<Change[]>())
  const beingSaved = useRef(new Set<string>())

  const show = (next: typeof board) => {
    newest.current = next
    setBoard(next)
  }
  const apply = useCallback((change: Change) => {
    arrivedDuringLoads.current.forEach((arrived) => arrived.push(change))
    show(applyChange(newest.current, change))
  }, [])

  const reload = useCallback(async () => {
    const arrived: Change[] = []
    arrivedDuringLoads.current.add(arrived)
    setError(undefined)
    const { rows, message } = await requests.list(supabase)
    arrivedDuringLoads.current.delete(arrived)
    setError(message)
    if (!rows) return
    show(applySnapshot(newest.current, rows, arrived))
    setLoaded(true)
  }, [supabase])

  // Once at once, so that the list is there even if the socket is not; again after every join.
  useEffect(() => void reload(), [reload])

  useTableChanges<Challenge>(supabase, 'challenges', {
    onSubscribed: () => void reload(),
    onChange: (change) => {
      if (change.eventType === 'DELETE') {
        if (change.old.id) apply({ type: 'delete', id: change.old.id })
        return
      }
      const row = change.new
      const isNews = row.version > versionOf(newest.current, row.id)
      const isMine =
        beingSaved.current.has(row.id) ||
        (change.eventType === 'INSERT' && row.created_by === userId)
      apply({ type: 'upsert', row })
      if (isNews && !isMine) addRecent(row.id)
    },
  })

  const settle = (outcome: Outcome): Outcome => {
    if (outcome.type === 'saved') apply({ type: 'upsert', row: outcome.row })
    return outcome
  }

  const create = async (draft: ChallengeDraft): Promise<Outcome> =>
    settle(await requests.create(supabase, draft))

  const update = async (base: Challenge, draft: ChallengeDraft): Promise<Outcome> => {
    beingSaved.current.add(base.id)
    let outcome = await requests.update(supabase, base, draft)
    if (outcome.type === 'conflict') {
      const current = await requests.find(supabase, base.id)
      if (current) apply({ type: 'upsert', row: current })
      if (current === null) apply({ type: 'delete', id: base.id })
      if (current === undefined) outcome = { type: 'refused', message: UNREADABLE_CONFLICT }
    }
    beingSaved.current.delete(base.id)
    return settle(outcome)
  }

  const remove = async (challenge: Challenge): Promise<Outcome> => {
    const outcome = await requests.remove(supabase, challenge)
    if (outcome.type === 'deleted') apply({ type: 'delete', id: challenge.id })
    return outcome
  }

  return { rows: board.rows, recent, loaded, error, reload, create, update, remove }
}
