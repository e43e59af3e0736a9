import { Anchor, AppShell, Badge, Container, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { BellLogo } from '../icons'
import { ColourSchemeToggle } from '../layout/ColourSchemeToggle'
import { ChannelPanel } from './ChannelPanel'
import { type Access, ConnectForm } from './ConnectForm'
import { FrameList } from './FrameList'
import { JoinForm } from './JoinForm'
import { joinPayload } from './joinConfig'
import { useWire } from './useWire'
import { WhyPanel } from './WhyPanel'

const statusWords = { off: 'Not connected', connecting: 'Connecting', open: 'Connected' }

/** A socket of one's own, frame by frame: what a server hears and says, with nothing left out. */
export function Inspector() {
  const [wire, { status, takesBytes, ended, channels, frames, roundTrips }] = useWire()
  const [access, setAccess] = useState<Access>({ url: '', key: '', token: '', client: '', version: '2.0.0' })
  const latest = roundTrips.at(-1)

  return (
    <AppShell header={{ height: 60 }}>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <AppShell.Header>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap={8} wrap="nowrap" c="var(--belfry-logo)">
              <BellLogo width="1.75rem" height="1.75rem" />
              <Title order={1} size="h4" c="var(--mantine-color-text)">
                Inspector
              </Title>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <Badge variant="dot" color={status === 'open' ? 'teal.6' : 'gray.6'} tt="none" fw={500}>
                <span role="status" data-testid="inspector-status">
                  {statusWords[status]}
                </span>
              </Badge>
              {latest !== undefined && (
                <Text
                  size="sm"
                  c="dimmed"
                  dir="ltr"
                  visibleFrom="xs"
                  title={`Latest of ${roundTrips.length} round trips`}
                  data-testid="round-trip"
                >
                  {latest.toFixed(1)} ms
                </Text>
              )}
              <Anchor href="/" size="sm" visibleFrom="xs">
                Portal
              </Anchor>
              <ColourSchemeToggle />
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <Container size="xl" py="lg">
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Stack gap="lg">
              <ConnectForm
                access={access}
                onChange={setAccess}
                status={status}
                ended={ended}
                onConnect={() => wire.connect(access.url, access.key, access.client, access.version)}
                onDisconnect={() => wire.disconnect()}
                onPing={() => wire.heartbeat()}
              />
              <JoinForm
                disabled={status !== 'open'}
                access={access}
                onJoin={(draft) =>
                  wire.join(`realtime:${draft.topic.trim()}`, joinPayload(draft, access.token, Date.now()))
                }
              />
              <WhyPanel access={access} channels={channels} frames={frames} />
              {channels.map((channel) => (
                <ChannelPanel
                  key={channel.topic}
                  channel={channel}
                  onPush={(event, payload) => wire.push(channel.topic, event, payload)}
                  onPushBytes={takesBytes ? (name, payload) => wire.pushBytes(channel.topic, name, payload) : undefined}
                  onLeave={() => wire.leave(channel.topic)}
                />
              ))}
            </Stack>
            <FrameList frames={frames} onClear={() => wire.clear()} />
          </SimpleGrid>
        </Container>
      </AppShell.Main>
    </AppShell>
  )
}
