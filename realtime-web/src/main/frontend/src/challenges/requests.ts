import type { PostgrestError, SupabaseClient } from '@supabase/supabase-js'
import type { Challenge, ChallengeDraft, Outcome } from './types'

const NOT_ALLOWED = 'You are not allowed to change this challenge.'

export async function list(
  supabase: SupabaseClient,
): Promise<{ rows?: Challenge[]; message?: string }> {
  const { data, error } = await supabase
    .from('challenges')
    .select('*')
    .order('updated_at', { ascending: false })
  return error ? { message: explain(error) } : { rows: data as Challenge[] }
}

/** `null` if there is no such row, `undefined` if the server could not be asked. */
export async function find(
  supabase: SupabaseClient,
  id: string,
): Promise<Challenge | null | undefined> {
  const { data, error } = await supabase.from('challenges').select('*').eq('id', id).maybeSingle()
  return error ? undefined : (data as Challenge | null)
}

export async function create(supabase: SupabaseClient, draft: ChallengeDraft): Promise<Outcome> {
  const { data, error } = await supabase.from('challenges').insert(draft).select().single()
  return error ? failed(error) : { type: 'saved', row: data as Challenge }
}

/** Sends the version the edit began from, so that the server can refuse a stale one. */
export async function update(
  supabase: SupabaseClient,
  base: Challenge,
  draft: ChallengeDraft,
): Promise<Outcome> {
  const { data, error } = await supabase
    .from('challenges')
    .update({ ...draft, version: base.version })
    .eq('id', base.id)
    .select()
  if (error) return failed(error)
  const row = (data as Challenge[])[0]
  return row ? { type: 'saved', row } : { type: 'refused', message: NOT_ALLOWED }
}

export async function remove(supabase: SupabaseClient, challenge: Challenge): Promise<Outcome> {
  const { data, error } = await supabase.from('challenges').delete().eq('id', challenge.id).select()
  if (error) return failed(error)
  // No row back means that the policies let none through.
  return data?.length === 0 ? { type: 'refused', message: NOT_ALLOWED } : { type: 'deleted' }
}

function failed(error: PostgrestError): Outcome {
  if (error.code === '40001') return { type: 'conflict' }
  return { type: 'refused', message: explain(error) }
}

function explain(error: PostgrestError): string {
  if (error.code === '42501') return NOT_ALLOWED
  if (!error.code) return 'The server cannot be reached.'
  return [error.message, error.hint].filter(Boolean).join(' ')
}
