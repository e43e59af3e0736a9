import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { PresenceTable } from './PresenceTable'
import { SayForm } from './SayForm'
import type { Joined } from './wire'

interface ChannelPanelProps {
  channel: Joined
  onPush: (event: string, payload: unknown) => void
  /** Absent where broadcasts cannot be bytes. */
  onPushBytes?: (name: string, payload: Uint8Array) => void
  onLeave: () => void
}

const colours = { joining: 'yellow.6', joined: 'teal.6', refused: 'red.6', closed: 'gray.6', error: 'red.6' }

/** A channel that was asked for: how it stands, who is there, and what one can say there. */
export function ChannelPanel({ channel, onPush, onPushBytes, onLeave }: ChannelPanelProps) {
  const { topic, state, said, presences } = channel
  const joined = state === 'joined'

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-label={topic} data-testid="channel" data-state={state}>
      <Stack gap="sm">
        <Group justify="space-between" align="start" wrap="nowrap">
          <Group gap="xs">
            <Title order={2} size="h5" ff="monospace" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
              {topic}
            </Title>
            <Badge variant="dot" color={colours[state]} tt="none" fw={500}>
              {state}
            </Badge>
          </Group>
          <Button size="xs" variant="default" flex="none" onClick={onLeave} data-testid="channel-leave">
            {joined ? 'Leave' : 'Forget'}
          </Button>
        </Group>
        {said && (
          <Text size="sm" c="dimmed" role="status" style={{ overflowWrap: 'anywhere' }} data-testid="channel-said">
            {said}
          </Text>
        )}
        <PresenceTable presences={presences} />
        {joined && (
          <>
            <SayForm
              label="Broadcast"
              event="message"
              action="Send"
              onSay={(event, payload) => onPush('broadcast', { type: 'broadcast', event, payload })}
              onSayBytes={onPushBytes}
            />
            <SayForm
              label="Track"
              action="Track"
              onSay={(_event, payload) => onPush('presence', { type: 'presence', event: 'track', payload })}
            >
              <Button
                variant="default"
                data-testid="untrack"
                onClick={() => onPush('presence', { type: 'presence', event: 'untrack' })}
              >
                Untrack
              </Button>
            </SayForm>
          </>
        )}
      </Stack>
    </Paper>
  )
}
