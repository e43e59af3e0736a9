import type { SupabaseClient } from '@supabase/supabase-js'
import { useEffect, useState } from 'react'
import { useChannel } from './useChannel'
import { useThrottled } from './useThrottled'

const SEND_EVERY_MS = 50
const FORGET_MS = 5_000

export interface Cursor {
  userId: string
  name: string
  /** From 0 to 1, of the width and the height of what the cursors are over. */
  x: number
  y: number
}

/**
 * Where the others point at. Moves are sent at most twenty times a second, and whoever has not moved for five seconds is gone.
 *
 * @param room none for no room
 * @example const { cursors, move } = useCursors(supabase, 'lobby', { id: user.id, name })
 */
export function useCursors(
  supabase: SupabaseClient,
  room: string | undefined,
  me: { id: string; name: string },
): { cursors: readonly Cursor[]; move: (x: number, y: number) => void } {
  const [seen, setSeen] = useState<ReadonlyMap<string, Cursor & { at: number }>>(new Map())

  const { current } = useChannel(supabase, room && `cursors:${room}`, {
    listen: (channel) => {
      channel.on<Cursor>('broadcast', { event: 'cursor' }, ({ payload }) => {
        if (!payload?.userId || payload.userId === me.id) return
        setSeen((before) => new Map(before).set(payload.userId, { ...payload, at: Date.now() }))
      })
    },
  })

  const someone = seen.size > 0
  useEffect(() => {
    if (!someone) return
    const forget = () =>
      setSeen((before) => {
        const left = [...before].filter(([, { at }]) => Date.now() - at < FORGET_MS)
        return left.length === before.size ? before : new Map(left)
      })
    const timer = setInterval(forget, 1_000)
    return () => clearInterval(timer)
  }, [someone])

  const move = useThrottled((x: number, y: number) => {
    const payload: Cursor = { userId: me.id, name: me.name, x, y }
    void current()?.send({ type: 'broadcast', event: 'cursor', payload })
  }, SEND_EVERY_MS)

  return { cursors: [...seen.values()], move }
}
