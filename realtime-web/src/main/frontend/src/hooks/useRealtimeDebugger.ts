import type { RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js'
import { useEffectEvent, useId, useRef, useState } from 'react'
import { useChannel } from './useChannel'

const MOST_CHANGES = 100

type Change = RealtimePostgresChangesPayload<Record<string, unknown>>

export interface Heard {
  id: number
  kind: Change['eventType']
  table: string
  row: unknown
  /** From the commit to here, by two clocks, in milliseconds. */
  tookMs: number
}

interface Debugger {
  /** The newest first. */
  heard: readonly Heard[]
  /** Changes so far, by table. */
  counts: ReadonlyMap<string, number>
  joined: boolean
  /** What the server says of the subscription. */
  said?: string
  paused: boolean
  pause: (paused: boolean) => void
  clear: () => void
}

/**
 * Every change of every table that one may see, as it comes. While paused, changes are counted but not shown.
 *
 * @example const { heard, counts, pause, clear } = useRealtimeDebugger(supabase)
 */
export function useRealtimeDebugger(supabase: SupabaseClient, schema = 'public'): Debugger {
  const [heard, setHeard] = useState<readonly Heard[]>([])
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map())
  const [said, setSaid] = useState<string>()
  const [paused, setPaused] = useState(false)
  const ids = useRef(0)

  const hear = useEffectEvent((change: Change) => {
    const { table, eventType, commit_timestamp } = change
    setCounts((before) => new Map(before).set(table, (before.get(table) ?? 0) + 1))
    if (paused) return
    const row = eventType === 'DELETE' ? change.old : change.new
    const tookMs = Date.now() - Date.parse(commit_timestamp)
    setHeard((before) => [{ id: ++ids.current, kind: eventType, table, row, tookMs }, ...before].slice(0, MOST_CHANGES))
  })

  const { joined } = useChannel(supabase, `debugger:${schema}:${useId()}`, {
    listen: (channel) => {
      channel.on('postgres_changes', { event: '*', schema }, (change: Change) => hear(change))
      channel.on('system', {}, ({ message }: { message?: string }) => setSaid(message))
    },
  })

  return {
    heard,
    counts,
    joined,
    said,
    paused,
    pause: setPaused,
    clear: () => {
      setHeard([])
      setCounts(new Map())
    },
  }
}
