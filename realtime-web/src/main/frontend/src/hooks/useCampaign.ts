import type { SupabaseClient } from '@supabase/supabase-js'
import type { Campaign } from '../campaigns/types'
import type { Outcome } from '../rows/types'
import { useRows } from './useRows'

interface LiveCampaign {
  /** None until it is loaded, and none once it is deleted. */
  campaign?: Campaign
  loaded: boolean
  error?: string
  /** Saves over the version that is shown: what somebody else has changed meanwhile is a conflict. */
  change: (draft: Partial<Campaign>) => Promise<Outcome<Campaign>>
}

/**
 * One campaign: its status, its metrics and whether it is approved, live (`id=eq.…`).
 *
 * @example const { campaign, change } = useCampaign(supabase, campaignId, session.user.id)
 */
export function useCampaign(supabase: SupabaseClient, campaignId: string, userId: string): LiveCampaign {
  const { rows, loaded, error, update } = useRows<Campaign>(
    supabase,
    { table: 'campaigns', column: 'id', value: campaignId },
    userId,
  )
  const campaign = rows[0]

  return {
    campaign,
    loaded,
    error,
    change: async (draft) =>
      campaign ? update(campaign, draft) : { type: 'refused', message: 'There is no such campaign.' },
  }
}
