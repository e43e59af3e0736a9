import type { Outcome, Row } from './types'

const CONFLICT = 'Somebody else has changed this meanwhile. What is shown now is the newer version.'

/** What a reader should know of it; nothing if all went well. */
export function wordsFor<R extends Row>(outcome: Outcome<R> | undefined): string | undefined {
  if (outcome?.type === 'conflict') return CONFLICT
  return outcome?.type === 'refused' ? outcome.message : undefined
}
