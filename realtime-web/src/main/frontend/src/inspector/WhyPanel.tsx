import { Alert, Button, Group, NativeSelect, Paper, Stack, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Access } from './ConnectForm'
import { type Explained, explain, type WhyDraft } from './explain'
import { WhyAnswer } from './WhyAnswer'
import type { Joined, Logged } from './wire'

interface WhyPanelProps {
  access: Access
  channels: readonly Joined[]
  frames: readonly Logged[]
}

interface Answer {
  channel?: Joined
  explained: Explained
}

/** Asks the server about a row, for each channel as whoever joined it; without any, for whoever would. */
export function WhyPanel({ access, channels, frames }: WhyPanelProps) {
  const [draft, setDraft] = useState<WhyDraft>({ schema: 'public', table: '', event: '*', key: '', somebody: '' })
  const [answers, setAnswers] = useState<Answer[]>([])
  const [asking, setAsking] = useState(false)
  const change = (part: Partial<WhyDraft>) => setDraft({ ...draft, ...part })

  /** A user's token cannot ask for somebody else: the key may be one that can. */
  const tokenFor = (channel?: Joined) => (draft.somebody.trim() ? '' : (channel?.token ?? access.token))

  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setAsking(true)
    const about = channels.length > 0 ? channels : [undefined]
    setAnswers(
      await Promise.all(
        about.map(async (channel) => ({
          channel,
          explained: await explain(access.url, access.key, tokenFor(channel), draft, channel?.bindings ?? []),
        })),
      ),
    )
    setAsking(false)
  }

  const input = (label: string, name: 'schema' | 'table' | 'key' | 'somebody', description?: string) => (
    <TextInput
      label={label}
      description={description}
      flex={description ? undefined : '1 1 8rem'}
      dir="ltr"
      autoComplete="off"
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      data-testid={`why-${name}`}
    />
  )

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="why-title">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Title order={2} size="h4" id="why-title">
            Why did this row not arrive?
          </Title>
          <Group gap="sm" align="end">
            {input('Schema', 'schema')}
            {input('Table', 'table')}
            <NativeSelect
              label="Event"
              data={['*', 'INSERT', 'UPDATE', 'DELETE']}
              value={draft.event}
              onChange={(event) => change({ event: event.currentTarget.value as WhyDraft['event'] })}
              data-testid="why-event"
            />
          </Group>
          {input('Key', 'key', 'The value of id, or the columns of the key: {"id": …}. Empty: the newest change that may be seen.')}
          {input('For', 'somebody', `With a service_role key above: a user's token, or {"role": "authenticated", "sub": …}. Empty: as joined.`)}
          <Group gap="xs">
            <Button type="submit" disabled={!access.key} loading={asking} data-testid="why-ask">
              Ask the server
            </Button>
          </Group>
          <Stack gap="sm" aria-live="polite">
            {answers.map(({ channel, explained }) =>
              'problem' in explained ? (
                <Alert key={channel?.joinRef ?? ''} color="yellow" title={channel?.topic ?? 'No answer'} data-testid="why-problem">
                  {explained.problem}
                </Alert>
              ) : (
                <WhyAnswer
                  key={channel?.joinRef ?? ''}
                  explanation={explained.explanation}
                  channel={channels.find((now) => now.joinRef === channel?.joinRef)}
                  frames={frames}
                />
              ),
            )}
          </Stack>
        </Stack>
      </form>
    </Paper>
  )
}
