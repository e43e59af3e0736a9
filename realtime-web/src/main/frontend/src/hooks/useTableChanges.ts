import type {
  RealtimeChannel,
  RealtimePostgresChangesPayload,
  SupabaseClient,
} from '@supabase/supabase-js'
import { useEffect, useEffectEvent } from 'react'

const RESUBSCRIBE_MS = 2_000

interface Handlers<Row extends Record<string, unknown>> {
  onChange: (change: RealtimePostgresChangesPayload<Row>) => void
  /** Called after every join, the first and each one after a reconnect: the moment to (re)load. */
  onSubscribed: () => void
}

/**
 * Calls back with every row of a table that is inserted, updated or deleted.
 *
 * @example useTableChanges(supabase, 'challenges', { onChange, onSubscribed: reload })
 */
export function useTableChanges<Row extends Record<string, unknown>>(
  supabase: SupabaseClient,
  table: string,
  handlers: Handlers<Row>,
): void {
  const onChange = useEffectEvent(handlers.onChange)
  const onSubscribed = useEffectEvent(handlers.onSubscribed)

  useEffect(() => {
    let stopped = false
    let channel: RealtimeChannel | undefined
    let retry: ReturnType<typeof setTimeout> | undefined

    const start = async () => {
      // The join must carry the session's token, and a channel of the same name that is still
      // leaving would be handed out again by supabase.channel() and never join.
      await supabase.realtime.setAuth()
      const leaving = supabase.getChannels().find((c) => c.topic === `realtime:${table}`)
      if (leaving) await supabase.removeChannel(leaving)
      if (stopped) return

      channel = supabase
        .channel(table)
        .on<Row>('postgres_changes', { event: '*', schema: 'public', table }, (change) => {
          if (!stopped) onChange(change)
        })
        .subscribe((status) => {
          if (stopped) return
          if (status === 'SUBSCRIBED') onSubscribed()
          // The client rejoins after errors, but not after the server has closed the channel.
          if (status === 'CLOSED') retry = setTimeout(start, RESUBSCRIBE_MS)
        })
    }
    void start()

    return () => {
      stopped = true
      clearTimeout(retry)
      if (channel) void supabase.removeChannel(channel)
    }
  }, [supabase, table])
}
