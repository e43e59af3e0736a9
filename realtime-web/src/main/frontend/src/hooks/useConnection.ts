import type { SupabaseClient } from '@supabase/supabase-js'
import { useEffect, useEffectEvent, useState } from 'react'

export type ConnectionStatus = 'connected' | 'connecting' | 'reconnecting' | 'offline'

export interface Connection {
  status: ConnectionStatus
  /** Round trip of the latest heartbeat, while connected. */
  latencyMs?: number
}

const POLL_MS = 250
const GIVE_UP_HOPE_MS = 30_000

/**
 * The state of the live connection: `connected` means the socket is open and every channel joined.
 * The client goes on trying in every other state, `offline` included.
 *
 * @param onLatency is told of each heartbeat's round trip in milliseconds
 * @example const { status, latencyMs } = useConnection(supabase)
 */
export function useConnection(supabase: SupabaseClient, onLatency?: (latencyMs: number) => void): Connection {
  const [status, setStatus] = useState<ConnectionStatus>('connecting')
  const [latencyMs, setLatencyMs] = useState<number>()
  const measured = useEffectEvent((latency: number) => {
    setLatencyMs(latency)
    onLatency?.(latency)
  })

  useEffect(() => {
    const { realtime } = supabase
    let connected = false
    let everConnected = false
    let lostAt = Date.now()

    realtime.onHeartbeat((heartbeat, latency) => {
      if (heartbeat === 'ok' && latency !== undefined) measured(latency)
    })

    // realtime-js tells nobody when its socket opens or closes, so we look.
    const look = () => {
      const channels = realtime.getChannels()
      const up =
        navigator.onLine &&
        realtime.isConnected() &&
        channels.length > 0 &&
        channels.every((channel) => channel.state === 'joined')

      if (up && !connected) {
        everConnected = true
        // The first regular heartbeat is 25 s away. One must not be sent while another is pending.
        if (!realtime.pendingHeartbeatRef) void realtime.sendHeartbeat()
      }
      if (!up && connected) {
        lostAt = Date.now()
        setLatencyMs(undefined)
      }
      connected = up

      if (up) setStatus('connected')
      else if (!navigator.onLine || Date.now() - lostAt > GIVE_UP_HOPE_MS) setStatus('offline')
      else setStatus(everConnected ? 'reconnecting' : 'connecting')
    }
    const timer = setInterval(look, POLL_MS)

    // Saves waiting out the rest of the client's back-off.
    const reconnectNow = () => {
      if (realtime.getChannels().length > 0) realtime.connect()
    }
    window.addEventListener('online', reconnectNow)

    return () => {
      clearInterval(timer)
      window.removeEventListener('online', reconnectNow)
      realtime.onHeartbeat(() => {})
    }
  }, [supabase])

  return { status, latencyMs }
}
