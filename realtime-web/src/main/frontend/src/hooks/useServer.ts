import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { useCallback, useEffect, useState } from 'react'
import { type Config, fetchConfig } from '../config'
import { CountedWebSocket } from '../health/traffic'
import { newId } from '../rows/newId'

export type Server =
  | { state: 'loading' }
  | { state: 'failed'; message: string; retry: () => void }
  | { state: 'ready'; config: Config; supabase: SupabaseClient }

/**
 * Asks the server for its configuration and connects an unmodified Supabase client to it.
 *
 * @example const server = useServer()
 */
export function useServer(): Server {
  const [server, setServer] = useState<Server>({ state: 'loading' })
  const [attempt, setAttempt] = useState(0)

  const retry = useCallback(() => {
    setServer({ state: 'loading' })
    setAttempt((n) => n + 1)
  }, [])

  useEffect(() => {
    const request = new AbortController()
    fetchConfig(request.signal).then(
      (config) => {
        if (request.signal.aborted) return
        // The page's own origin, not config.url: the server may be known by several names.
        // With an id, the page gets what it missed after a lost connection, and the others see it neither leave nor come.
        const realtime = { transport: CountedWebSocket, params: { client: newId() } }
        const supabase = createClient(location.origin, config.anonKey, { realtime })
        setServer({ state: 'ready', config, supabase })
      },
      (error: Error) => {
        if (request.signal.aborted) return
        setServer({ state: 'failed', message: error.message, retry })
      },
    )
    return () => request.abort()
  }, [attempt, retry])

  return server
}
