import type { SupabaseClient } from '@supabase/supabase-js'
import { createContext, type ReactNode, useContext } from 'react'
import { useRealtimeHealth } from '../hooks/useRealtimeHealth'

type Health = ReturnType<typeof useRealtimeHealth>

const HealthContext = createContext<Health | undefined>(undefined)

/** The client has room for one who listens to its heartbeats: everybody below shares it. */
export function HealthProvider({ supabase, children }: { supabase: SupabaseClient; children: ReactNode }) {
  const health = useRealtimeHealth(supabase)
  return <HealthContext value={health}>{children}</HealthContext>
}

export function useHealth(): Health {
  const health = useContext(HealthContext)
  if (!health) throw new Error('useHealth needs a HealthProvider around it')
  return health
}
