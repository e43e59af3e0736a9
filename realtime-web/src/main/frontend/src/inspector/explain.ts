import { decode } from './frame'
import type { Joined, Logged } from './wire'

/** What is asked about a row, as it is typed. */
export interface WhyDraft {
  schema: string
  table: string
  event: '*' | 'INSERT' | 'UPDATE' | 'DELETE'
  /** A JSON object of the key's columns, or the value of `id`; empty for the newest change. */
  key: string
  /** A user's token, or claims as a JSON object; empty for whoever the channel was joined as. */
  somebody: string
}

export interface Change {
  type: string
  commit_timestamp: string
  key: Record<string, unknown>
}

export interface Verdict {
  id: number
  delivered: boolean
  reason: string
  said: string
  conditions: { condition: string; column: string; value?: unknown; holds: boolean }[]
}

/** As `POST …/api/changes/explain` answers. */
export interface Explanation {
  as: { role: string; sub: string | null }
  change: Change | null
  reason: string
  said: string
  policies: { name: string; permissive: boolean; condition: string; holds: boolean | null }[]
  bindings: Verdict[]
}

export type Explained = { explanation: Explanation } | { problem: string }

/**
 * Asks the server why a row did not arrive.
 *
 * @param url of the realtime API, such as `wss://host/realtime/v1`
 * @param token of whoever asks; a key, or a user's
 */
export async function explain(
  url: string,
  key: string,
  token: string,
  draft: WhyDraft,
  bindings: readonly unknown[],
): Promise<Explained> {
  const question = asked(draft, bindings)
  if (typeof question === 'string') return { problem: question }
  try {
    const response = await fetch(`${url.replace(/^ws/, 'http').replace(/\/$/, '')}/api/changes/explain`, {
      method: 'POST',
      headers: { apikey: key, Authorization: `Bearer ${token || key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
    })
    const answer = await response.json()
    return response.ok ? { explanation: answer } : { problem: wordsFor(answer) }
  } catch {
    return { problem: 'The server cannot be asked: it is not there, or is none that explains.' }
  }
}

/** The question as it is sent; a sentence if it is none. */
export function asked({ schema, table, event, key, somebody }: WhyDraft, bindings: readonly unknown[]): object | string {
  const wanted = objectOr(key, (id) => ({ id }))
  const who = objectOr(somebody, (token) => ({ token }))
  if (!table.trim()) return 'A table is missing.'
  if (typeof wanted === 'string') return `Key: ${wanted}`
  if (typeof who === 'string') return `For: ${who}`
  return {
    schema: schema.trim() || 'public',
    table: table.trim(),
    event,
    ...(wanted && { key: wanted }),
    ...(who && { for: who }),
    postgres_changes: bindings,
  }
}

function objectOr(text: string, plain: (text: string) => object): object | string | undefined {
  const trimmed = text.trim()
  if (!trimmed) return undefined
  if (!trimmed.startsWith('{')) return plain(trimmed)
  try {
    return JSON.parse(trimmed)
  } catch {
    return 'this is no JSON object.'
  }
}

function wordsFor(answer: { message?: string; errors?: Record<string, string[]> }): string {
  const errors = Object.entries(answer.errors ?? {}).map(([field, problems]) => `${field} ${problems.join(', ')}`)
  return errors.join('; ') || answer.message || 'The server did not say why it refused.'
}

/** Why a channel hears no changes as it stands, whatever the row; `undefined` if it hears them. */
export function standing({ state, said, bindings, heardFrom }: Joined): string | undefined {
  if (bindings.length === 0) return 'This channel did not ask for changes of any table.'
  if (state === 'joining') return 'The server has not answered the join yet.'
  if (state === 'refused') return `The server refused the join: ${said}`
  if (state === 'closed') return 'This channel is not joined any more.'
  if (state === 'error') return `The server ended this channel: ${said ?? 'without a word'}`
  if (heardFrom === undefined) return `The server has not said “Subscribed to PostgreSQL” here${said ? `, but: ${said}` : '.'}`
  return undefined
}

/** Whether the channel began to hear changes only after this one was committed, as far as this machine's clock can tell. */
export function cameTooLate({ heardFrom }: Joined, { commit_timestamp }: Change): boolean {
  return heardFrom !== undefined && heardFrom > Date.parse(commit_timestamp)
}

/** The ids of the bindings for which the change is among the frames. */
export function arrivedFor(frames: readonly Logged[], topic: string, change: Change): number[] {
  return frames.flatMap((frame) => {
    if (frame.direction !== 'in' || frame.topic !== topic || frame.event !== 'postgres_changes') return []
    const { ids = [], data } = (decode(frame.text)?.payload ?? {}) as { ids?: number[]; data?: Record<string, any> }
    const row = data?.type === 'DELETE' ? data.old_record : data?.record
    const isIt =
      data?.type === change.type &&
      data.commit_timestamp === change.commit_timestamp &&
      Object.entries(change.key).every(([column, value]) => row?.[column] === value)
    return isIt ? ids : []
  })
}
