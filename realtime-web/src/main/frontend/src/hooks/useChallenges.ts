import type { SupabaseClient } from '@supabase/supabase-js'
import type { Challenge } from '../challenges/types'
import { type Rows, useRows } from './useRows'

/**
 * The live list of challenges, and the ways to change it.
 *
 * @example const { rows, create, update, remove } = useChallenges(supabase, session.user.id)
 */
export function useChallenges(supabase: SupabaseClient, userId: string): Rows<Challenge> {
  return useRows<Challenge>(supabase, { table: 'challenges' }, userId)
}
