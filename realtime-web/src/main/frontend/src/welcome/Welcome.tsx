import { Anchor, Badge, Card, Code, Group, List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Config } from '../config'
import { Page } from '../layout/Page'

const sources: Record<string, string> = {
  wal: 'the write-ahead log: every writer is heard',
  listener: 'this application: what others write with SQL is not heard',
}

const voices: Record<Config['voice'], string> = {
  openai: 'OpenAI',
  local: 'this server itself',
  scripted: 'a script, for tests',
  off: 'nobody: voice is switched off',
}

interface WelcomeProps {
  config: Config
}

/** What runs here and where to go on, where there is no demo portal to show. */
export function Welcome({ config }: WelcomeProps) {
  return (
    <Page>
      <Stack gap="xl" data-testid="welcome">
        <Stack gap="xs">
          <Group gap="sm">
            <Title order={1} size="h2">
              Belfry is running
            </Title>
            <Badge color="teal" variant="light">
              {config.dev ? 'Development' : 'Production'}
            </Badge>
          </Group>
          <Text c="dimmed" maw="40rem">
            A real-time server for your portal: database changes, presence, broadcast, rows over HTTP and voice. Your portal connects
            with the official <Code>@supabase/supabase-js</Code>.
          </Text>
        </Stack>

        <Card withBorder radius="lg" padding="lg">
          <Title order={2} size="h4" mb="sm">
            Connect your portal
          </Title>
          <Code block aria-label="How to connect">{snippet(config)}</Code>
          <Text size="sm" c="dimmed" mt="sm">
            Tables that are in the publication <Code>supabase_realtime</Code> are announced. Row-level security decides who hears which
            row.
          </Text>
        </Card>

        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <Card withBorder radius="lg" padding="lg">
            <Title order={2} size="h4" mb="sm">
              What runs here
            </Title>
            <List spacing="xs" size="sm">
              <List.Item>Belfry {config.version}.</List.Item>
              <List.Item>Changes come from {sources[config.changes] ?? config.changes}.</List.Item>
              <List.Item>Speech is answered by {voices[config.voice]}.</List.Item>
              <List.Item>
                {config.dev
                  ? 'People sign in by password under /auth/v1, for development.'
                  : 'People sign in with your identity provider.'}
              </List.Item>
            </List>
          </Card>
          <Card withBorder radius="lg" padding="lg">
            <Title order={2} size="h4" mb="sm">
              Where to go on
            </Title>
            <List spacing="xs" size="sm">
              <List.Item>
                <Anchor href="/inspector">The inspector</Anchor> joins channels, and says why a row did not arrive.
              </List.Item>
              <List.Item>
                <Anchor href="/health">Health</Anchor> says what works, and what to do where something does not.
              </List.Item>
              <List.Item>
                <Anchor href="/openapi.json">What is spoken over HTTP</Anchor>, and{' '}
                <Anchor href="/asyncapi.json">over sockets</Anchor>. The guides are in <Code>docs/</Code> of the source.
              </List.Item>
              <List.Item>
                <Anchor href="/metrics">Metrics</Anchor> are for Prometheus.
              </List.Item>
            </List>
          </Card>
        </SimpleGrid>
      </Stack>
    </Page>
  )
}

function snippet({ url, anonKey }: Config): string {
  return `import { createClient } from '@supabase/supabase-js'

const supabase = createClient(
  '${url}',
  '${anonKey}',
)

supabase
  .channel('changes')
  .on('postgres_changes', { event: '*', schema: 'public' }, console.log)
  .subscribe()`
}
