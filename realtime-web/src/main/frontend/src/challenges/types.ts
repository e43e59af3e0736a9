export const challengeStatuses = ['draft', 'open', 'closed'] as const

export type ChallengeStatus = (typeof challengeStatuses)[number]

/** A row of `public.challenges`. The server adds one to `version` with every update. */
export type Challenge = {
  id: string
  title: string
  description: string
  status: ChallengeStatus
  created_by: string
  created_at: string
  updated_at: string
  version: number
}

/** What a reader may type in. */
export type ChallengeDraft = Pick<Challenge, 'title' | 'description' | 'status'>

/** How an attempt to change a challenge ended. */
export type Outcome =
  | { type: 'saved'; row: Challenge }
  | { type: 'deleted' }
  | { type: 'conflict' }
  | { type: 'refused'; message: string }
