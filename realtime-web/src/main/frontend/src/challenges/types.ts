import type { Outcome as RowOutcome, Row } from '../rows/types'

export const challengeStatuses = ['draft', 'open', 'closed'] as const

export type ChallengeStatus = (typeof challengeStatuses)[number]

/** A row of `public.challenges`. */
export type Challenge = Row & {
  title: string
  description: string
  status: ChallengeStatus
}

/** What a reader may type in. */
export type ChallengeDraft = Pick<Challenge, 'title' | 'description' | 'status'>

/** How an attempt to change a challenge ended. */
export type Outcome = RowOutcome<Challenge>
