import type { RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js'
import { useEffectEvent, useId } from 'react'
import { useChannel } from './useChannel'

interface Handlers<Row extends Record<string, unknown>> {
  /** Such as `created_by=eq.…`; none for the whole table. */
  filter?: string
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
  const { filter } = handlers
  const onChange = useEffectEvent(handlers.onChange)
  // Two components that listen to the same table need channels of their own.
  const id = useId()

  useChannel(supabase, `${table}:${filter ?? 'all'}:${id}`, {
    listen: (channel) => {
      channel.on<Row>('postgres_changes', { event: '*', schema: 'public', table, filter }, (change) => onChange(change))
    },
    onJoined: handlers.onSubscribed,
  })
}
