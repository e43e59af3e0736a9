import type { RealtimeChannel, RealtimeChannelOptions, SupabaseClient } from '@supabase/supabase-js'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'

const RESUBSCRIBE_MS = 2_000

interface Handlers {
  options?: RealtimeChannelOptions
  /** Adds what is listened to, before each join. */
  listen: (channel: RealtimeChannel) => void
  /** Called after every join, the first and each one after a reconnect: the moment to (re)load, and to track. */
  onJoined?: (channel: RealtimeChannel) => void
}

/**
 * A channel for as long as the component is there, joined as whoever is signed in, and joined again whatever happens.
 *
 * @param name none for no channel
 * @returns whether it is joined, and the way to it while it is
 * @example const { joined, current } = useChannel(supabase, 'room', { listen: (c) => c.on('broadcast', { event: 'x' }, onX) })
 */
export function useChannel(
  supabase: SupabaseClient,
  name: string | undefined,
  handlers: Handlers,
): { joined: boolean; current: () => RealtimeChannel | undefined } {
  const [joined, setJoined] = useState(false)
  const joinedChannel = useRef<RealtimeChannel>(undefined)
  const options = JSON.stringify(handlers.options ?? { config: {} })
  const listen = useEffectEvent(handlers.listen)
  const onJoined = useEffectEvent((channel: RealtimeChannel) => handlers.onJoined?.(channel))

  useEffect(() => {
    if (!name) return
    let stopped = false
    let channel: RealtimeChannel | undefined
    let retry: ReturnType<typeof setTimeout> | undefined

    const start = async () => {
      // The join must carry the session's token, and a channel of the same name that is still
      // leaving would be handed out again by supabase.channel() and never join.
      await supabase.realtime.setAuth()
      const leaving = supabase.getChannels().find((c) => c.topic === `realtime:${name}`)
      if (leaving) await supabase.removeChannel(leaving)
      if (stopped) return

      const made = supabase.channel(name, JSON.parse(options) as RealtimeChannelOptions)
      channel = made
      listen(made)
      made.subscribe((status) => {
        if (stopped) return
        const up = status === 'SUBSCRIBED'
        joinedChannel.current = up ? made : undefined
        setJoined(up)
        if (up) onJoined(made)
        // The client rejoins after errors, but not after the server has closed the channel.
        if (status === 'CLOSED') retry = setTimeout(start, RESUBSCRIBE_MS)
      })
    }
    void start()

    return () => {
      stopped = true
      clearTimeout(retry)
      joinedChannel.current = undefined
      setJoined(false)
      if (channel) void supabase.removeChannel(channel)
    }
  }, [supabase, name, options])

  return { joined, current: useCallback(() => joinedChannel.current, []) }
}
