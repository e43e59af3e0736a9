import type { Row } from '../rows/types'

export const campaignStatuses = ['draft', 'active', 'paused', 'completed'] as const

/** A row of `public.campaigns`. */
export type Campaign = Row & {
  title: string
  description: string
  status: (typeof campaignStatuses)[number]
  approval_status: 'pending' | 'approved' | 'rejected'
  metrics: Record<string, number>
}
