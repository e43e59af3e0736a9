import { useState } from 'react'
import type { Outcome, Row } from './types'

interface Parts<R extends Row, D> {
  /** The row to edit, as it was when the form was opened; none to make a new one. */
  row?: R
  /** The same row as it is now; none once it is deleted. */
  live?: R
  draftOf: (row?: R) => D
  onSave: (draft: D, base?: R) => Promise<Outcome<R>>
  onClose: () => void
}

/** What somebody else has done to the row meanwhile, and what can be done about it. */
export interface FormConflict<R> {
  /** The newer version; none if the row was deleted. */
  newer?: R
  /** Whether a save was already refused because of it. */
  refused: boolean
  onLoad: () => void
  onKeep: () => void
}

interface RowForm<R extends Row, D> {
  draft: D
  change: (part: Partial<D>) => void
  busy: boolean
  deleted: boolean
  problem?: string
  conflict?: FormConflict<R>
  /** Saves what the form holds, or that with the last touches; closes the form once it is saved. */
  save: (ready: D) => Promise<void>
}

/**
 * What is typed into a form for a row, which others may change or delete meanwhile.
 *
 * @example const { draft, change, conflict, save } = useRowForm({ row, live, draftOf, onSave, onClose })
 */
export function useRowForm<R extends Row, D>({ row, live, draftOf, onSave, onClose }: Parts<R, D>): RowForm<R, D> {
  const [draft, setDraft] = useState(() => draftOf(row))
  // The version these edits began from.
  const [base, setBase] = useState(row)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [refused, setRefused] = useState(false)

  const deleted = base !== undefined && !live
  const outdated = base !== undefined && live !== undefined && live.version > base.version

  const settle = (next: D) => {
    setDraft(next)
    setBase(live)
    setRefused(false)
  }

  const save = async (ready: D) => {
    setBusy(true)
    setProblem(undefined)
    const outcome = await onSave(ready, base)
    setBusy(false)
    if (outcome.type === 'saved') return onClose()
    if (outcome.type === 'conflict') setRefused(true)
    if (outcome.type === 'refused') setProblem(outcome.message)
  }

  return {
    draft,
    change: (part) => setDraft({ ...draft, ...part }),
    busy,
    deleted,
    problem,
    // While saving, the newer version is usually our own.
    conflict: !busy && (deleted || outdated)
      ? { newer: live, refused, onLoad: () => settle(draftOf(live)), onKeep: () => settle(draft) }
      : undefined,
    save,
  }
}
