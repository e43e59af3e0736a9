import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { newId } from '../rows/newId'
import { useChannel } from './useChannel'

const MOST_MESSAGES = 200

export interface ChatMessage {
  id: string
  userId: string
  name: string
  text: string
  /** By the sender's clock. */
  at: string
  /** Of one's own: whether the server has it. */
  state?: 'sending' | 'sent' | 'failed'
}

interface Chat {
  messages: readonly ChatMessage[]
  joined: boolean
  send: (text: string) => Promise<void>
}

/**
 * What is said in a room to those who are there: broadcasts, which nobody keeps. Each is acknowledged by the server.
 *
 * @param room none for no room
 * @example const { messages, send } = useBroadcastChat(supabase, 'lobby', { id: user.id, name })
 */
export function useBroadcastChat(
  supabase: SupabaseClient,
  room: string | undefined,
  me: { id: string; name: string },
): Chat {
  const [messages, setMessages] = useState<readonly ChatMessage[]>([])
  const add = (message: ChatMessage) => setMessages((before) => [...before, message].slice(-MOST_MESSAGES))

  const { joined, current } = useChannel(supabase, room && `chat:${room}`, {
    options: { config: { broadcast: { ack: true, self: false } } },
    listen: (channel) => {
      channel.on<ChatMessage>('broadcast', { event: 'message' }, ({ payload }) => {
        if (typeof payload?.text === 'string') add({ ...payload, state: undefined })
      })
    },
  })

  const send = async (text: string) => {
    const message = { id: newId(), userId: me.id, name: me.name, text, at: new Date().toISOString() }
    add({ ...message, state: 'sending' })
    const answer = await current()?.send({ type: 'broadcast', event: 'message', payload: message })
    const state = answer === 'ok' ? 'sent' : 'failed'
    setMessages((before) => before.map((one) => (one.id === message.id ? { ...one, state } : one)))
  }

  return { messages, joined, send }
}
