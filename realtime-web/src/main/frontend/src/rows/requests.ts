import type { PostgrestError, SupabaseClient } from '@supabase/supabase-js'
import type { Outcome, Row } from './types'

/** Which rows: all of a table, or those with a value in a column. */
export interface Query {
  table: string
  column?: string
  value?: string
}

const NOT_ALLOWED = 'You are not allowed to change this.'

export async function list<R extends Row>(
  supabase: SupabaseClient,
  { table, column, value }: Query,
): Promise<{ rows?: R[]; message?: string }> {
  const all = supabase.from(table).select('*')
  const { data, error } = await (column ? all.eq(column, value) : all).order('updated_at', { ascending: false })
  return error ? { message: explain(error) } : { rows: data as R[] }
}

/** `null` if there is no such row, `undefined` if the server could not be asked. */
export async function find<R extends Row>(supabase: SupabaseClient, table: string, id: string): Promise<R | null | undefined> {
  const { data, error } = await supabase.from(table).select('*').eq('id', id).maybeSingle()
  return error ? undefined : (data as R | null)
}

export async function create<R extends Row>(supabase: SupabaseClient, table: string, draft: Partial<R>): Promise<Outcome<R>> {
  const { data, error } = await supabase.from(table).insert(draft as R).select().single()
  return error ? failed(error) : { type: 'saved', row: data as R }
}

/** Sends the version the edit began from, so that the server can refuse a stale one. */
export async function update<R extends Row>(
  supabase: SupabaseClient,
  table: string,
  base: R,
  draft: Partial<R>,
): Promise<Outcome<R>> {
  const { data, error } = await supabase
    .from(table)
    .update({ ...draft, version: base.version })
    .eq('id', base.id)
    .select()
  if (error) return failed(error)
  const row = (data as R[])[0]
  return row ? { type: 'saved', row } : { type: 'refused', message: NOT_ALLOWED }
}

export async function remove<R extends Row>(supabase: SupabaseClient, table: string, row: R): Promise<Outcome<R>> {
  const { data, error } = await supabase.from(table).delete().eq('id', row.id).select()
  if (error) return failed(error)
  // No row back means that the policies let none through.
  return data?.length === 0 ? { type: 'refused', message: NOT_ALLOWED } : { type: 'deleted' }
}

function failed<R extends Row>(error: PostgrestError): Outcome<R> {
  if (error.code === '40001') return { type: 'conflict' }
  return { type: 'refused', message: explain(error) }
}

function explain(error: PostgrestError): string {
  if (error.code === '42501') return NOT_ALLOWED
  if (!error.code) return 'The server cannot be reached.'
  return [error.message, error.hint].filter(Boolean).join(' ')
}
