import type { SupabaseClient } from '@supabase/supabase-js'
import { useEffect, useState } from 'react'
import { type Traffic, trafficSoFar } from '../health/traffic'
import { type Connection, useConnection } from './useConnection'

const MOST_LATENCIES = 60
const LOOK_MS = 1_000

interface Health extends Connection, Traffic {
  /** Round trips in milliseconds, the newest last. */
  latencies: readonly number[]
  /** How often the connection was lost and came back. */
  reconnects: number
  channels: number
  /** Measures a round trip now. */
  measure: () => void
}

/**
 * How the live connection is doing: its state, how long messages take, how many there were, how often it came back.
 * Counts need `transport: CountedWebSocket` where the client is made.
 *
 * @example const { status, latencies, messagesIn, reconnects, measure } = useRealtimeHealth(supabase)
 */
export function useRealtimeHealth(supabase: SupabaseClient): Health {
  const [latencies, setLatencies] = useState<readonly number[]>([])
  const [traffic, setTraffic] = useState(trafficSoFar)
  const [channels, setChannels] = useState(0)
  const connection = useConnection(supabase, (latency) =>
    setLatencies((before) => [...before, latency].slice(-MOST_LATENCIES)),
  )

  useEffect(() => {
    const look = () => {
      setTraffic(trafficSoFar())
      setChannels(supabase.getChannels().length)
    }
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [supabase])

  const measure = () => {
    // One must not be sent while another is pending: the client would take the connection for lost.
    const { realtime } = supabase
    if (realtime.isConnected() && !realtime.pendingHeartbeatRef) void realtime.sendHeartbeat()
  }

  return { ...connection, ...traffic, latencies, reconnects: Math.max(0, traffic.opened - 1), channels, measure }
}
