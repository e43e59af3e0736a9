// The running server that the tests speak to, and accounts and channels on it.
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'

export const url = process.env.BELFRY_URL ?? 'http://localhost:9080'
export const { anonKey } = await (await fetch(`${url}/config.json`)).json()

export function client(options = {}) {
  return createClient(url, anonKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: ws, ...options },
  })
}

/** A client that is signed in as a demo account, such as `ada`. */
export async function signedIn(name, options = {}) {
  const supabase = client(options)
  const { data, error } = await supabase.auth.signInWithPassword({ email: `${name}@belfry.dev`, password: 'belfry' })
  if (error) throw error
  return Object.assign(supabase, { userId: data.user.id })
}

/** Joins a channel that hears changes; resolves when it says SUBSCRIBED, with all that arrives. */
export function listening(supabase, ...bindings) {
  const heard = { changes: [], system: [] }
  const channel = supabase.channel(`test-${crypto.randomUUID()}`)
  for (const binding of bindings) {
    channel.on('postgres_changes', { schema: 'public', ...binding }, (change) => heard.changes.push(change))
  }
  channel.on('system', {}, (message) => heard.system.push(message))
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve(Object.assign(heard, { channel }))
      if (status === 'CHANNEL_ERROR' || status === 'TIMED_OUT') reject(error ?? new Error(status))
    })
  })
}

/** Waits until the condition gives something true, and returns that; fails after five seconds, or as told, with what was waited for. */
export async function eventually(what, condition, patience = 5000) {
  const end = Date.now() + patience
  for (;;) {
    const result = await condition()
    if (result) return result
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Makes a challenge and returns its row. */
export async function challenge(supabase, values = {}) {
  const { data, error } = await supabase
    .from('challenges')
    .insert({ title: 'A question', status: 'open', ...values })
    .select()
    .single()
  if (error) throw new Error(JSON.stringify(error))
  return data
}
