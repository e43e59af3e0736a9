import type { SupabaseClient } from '@supabase/supabase-js'
import type { Challenge } from '../challenges/types'
import { type Rows, useRows } from './useRows'

/**
 * The challenges that somebody has written, live: the server sends no others (`created_by=eq.…`).
 *
 * @example const { rows } = useMyChallenges(supabase, session.user.id)
 */
export function useMyChallenges(supabase: SupabaseClient, userId: string): Rows<Challenge> {
  return useRows<Challenge>(supabase, { table: 'challenges', column: 'created_by', value: userId }, userId)
}
