import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useBroadcastChat } from '../hooks/useBroadcastChat'
import classes from './Rooms.module.css'

interface ChatProps {
  supabase: SupabaseClient
  room: string
  me: { id: string; name: string }
}

const states = { sending: ' · sending', sent: '', failed: ' · not sent' }

export function Chat({ supabase, room, me }: ChatProps) {
  const { messages, joined, send } = useBroadcastChat(supabase, room, me)
  const [text, setText] = useState('')
  const list = useRef<HTMLOListElement>(null)

  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [messages])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim()) return
    void send(text.trim())
    setText('')
  }

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="chat-title">
      <Stack gap="sm">
        <Title order={2} size="h4" id="chat-title">
          Chat
        </Title>
        <ol ref={list} className={classes.messages} aria-live="polite" aria-label="What was said" tabIndex={0}>
          {messages.map(({ id, name, text: said, state }) => (
            <li key={id} data-testid="chat-message" data-state={state}>
              <Text size="xs" c="dimmed">
                {name}
                {state && states[state]}
              </Text>
              <Text size="sm" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                {said}
              </Text>
            </li>
          ))}
        </ol>
        <form onSubmit={submit}>
          <Group gap="xs" wrap="nowrap">
            <TextInput
              aria-label="Message"
              flex={1}
              dir="auto"
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              data-testid="chat-text"
            />
            <Button type="submit" variant="default" disabled={!joined || !text.trim()} data-testid="chat-send">
              Send
            </Button>
          </Group>
        </form>
      </Stack>
    </Paper>
  )
}
