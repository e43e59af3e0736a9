import { Alert, Button, Checkbox, Group, List, Paper, Stack, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { BindingFields } from './BindingFields'
import type { Access } from './ConnectForm'
import { type BindingDraft, emptyJoin, type JoinDraft, newBinding, problemsOf } from './joinConfig'

interface JoinFormProps {
  disabled: boolean
  access: Access
  onJoin: (draft: JoinDraft) => void
}

export function JoinForm({ disabled, access, onJoin }: JoinFormProps) {
  const [draft, setDraft] = useState(emptyJoin)
  const [nextId, setNextId] = useState(1)
  const change = (part: Partial<JoinDraft>) => setDraft({ ...draft, ...part })
  const problems = draft.topic ? problemsOf(draft) : []

  const addBinding = () => {
    change({ bindings: [...draft.bindings, newBinding(nextId)] })
    setNextId(nextId + 1)
  }
  const changeBinding = (changed: BindingDraft) =>
    change({ bindings: draft.bindings.map((binding) => (binding.id === changed.id ? changed : binding)) })

  // What is wrong may be sent all the same: the server's answer is worth seeing too.
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (draft.topic.trim()) onJoin(draft)
  }

  const box = (label: string, name: 'private' | 'presence' | 'self' | 'ack') => (
    <Checkbox
      label={label}
      checked={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.checked })}
      data-testid={`join-${name}`}
    />
  )
  const input = (label: string, name: 'presenceKey' | 'replayMinutes' | 'replayLimit', placeholder: string) => (
    <TextInput
      label={label}
      placeholder={placeholder}
      flex="1 1 8rem"
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      data-testid={`join-${name}`}
    />
  )

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="join-title">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={2} size="h4" id="join-title">
            Join a channel
          </Title>
          <TextInput
            label="Topic"
            description="As given to supabase.channel(…): realtime: is put before it."
            dir="ltr"
            required
            value={draft.topic}
            onChange={(event) => change({ topic: event.currentTarget.value })}
            data-testid="join-topic"
          />
          <Group gap="md">
            {box('Private', 'private')}
            {box('Hear own broadcasts', 'self')}
            {box('Acknowledge broadcasts', 'ack')}
            {box('Presence', 'presence')}
          </Group>
          <Group gap="sm" align="end">
            {draft.presence && input('Presence key', 'presenceKey', 'made by the server')}
            {input('Replay, minutes back', 'replayMinutes', 'none')}
            {input('Replay, at most', 'replayLimit', '10')}
          </Group>
          {draft.bindings.map((binding, index) => (
            <BindingFields
              key={binding.id}
              number={index + 1}
              binding={binding}
              access={access}
              onChange={changeBinding}
              onRemove={() => change({ bindings: draft.bindings.filter(({ id }) => id !== binding.id) })}
            />
          ))}
          {problems.length > 0 && (
            <Alert color="yellow" title="The server would not like this" data-testid="join-problems">
              <List size="sm">
                {problems.map((problem) => (
                  <List.Item key={problem}>{problem}</List.Item>
                ))}
              </List>
            </Alert>
          )}
          <Group gap="xs">
            <Button type="submit" disabled={disabled} data-testid="join">
              Join
            </Button>
            <Button variant="default" onClick={addBinding} data-testid="binding-add">
              Add changes of a table
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
