import type { SupabaseClient } from '@supabase/supabase-js'
import { useEffect, useRef, useState } from 'react'
import { silent, VoiceAssistant, type VoiceState } from '../voice/assistant'
import type { Dialect } from '../voice/dialect'

interface Options {
  /** Which form of the Realtime API is spoken: what portals spoke so far, or OpenAI's present one. The page is the same. */
  dialect?: Dialect
}

export interface Voice extends VoiceState {
  /** From a click: the browser asks for the microphone, and keeps pages silent that nobody has clicked on. */
  start: (withMicrophone?: boolean) => void
  stop: () => void
  mute: (muted: boolean) => void
  write: (text: string) => void
}

/**
 * A conversation by voice with the portal's assistant.
 *
 * @example const { status, lines, start, stop } = useVoiceAssistant(supabase)
 */
export function useVoiceAssistant(supabase: SupabaseClient, { dialect = 'beta' }: Options = {}): Voice {
  const [state, setState] = useState(silent)
  const assistant = useRef<VoiceAssistant>(undefined)

  useEffect(() => {
    const token = async () => (await supabase.auth.getSession()).data.session?.access_token
    const current = new VoiceAssistant(dialect, token, setState)
    assistant.current = current
    return () => current.stop()
  }, [supabase, dialect])

  return {
    ...state,
    start: (withMicrophone) => void assistant.current?.start(withMicrophone),
    stop: () => assistant.current?.stop(),
    mute: (muted) => assistant.current?.mute(muted),
    write: (text) => void assistant.current?.write(text),
  }
}
