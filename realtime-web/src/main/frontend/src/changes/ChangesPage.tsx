import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useRealtimeDebugger } from '../hooks/useRealtimeDebugger'
import { PageTitle } from '../layout/PageTitle'

export function ChangesPage({ supabase }: { supabase: SupabaseClient }) {
  const { heard, counts, joined, said, paused, pause, clear } = useRealtimeDebugger(supabase)

  return (
    <Stack gap="lg">
      <PageTitle title="All changes" lead="Every change of every table that you may see." />
      <Group gap="xs">
        <Button variant="default" aria-pressed={paused} onClick={() => pause(!paused)} data-testid="debug-pause">
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Button variant="default" onClick={clear}>
          Clear
        </Button>
        {[...counts].map(([table, count]) => (
          <Badge key={table} variant="default" tt="none" data-testid="debug-count">
            {table} {count}
          </Badge>
        ))}
      </Group>
      <Text size="sm" c="dimmed" role="status" data-testid="debug-said">
        {said ?? (joined ? 'Listening.' : 'Not joined.')}
      </Text>
      <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Changes, the newest first">
        {heard.map(({ id, kind, table, row, tookMs }) => (
          <li key={id} data-testid="debug-change">
            <Text size="sm">
              <strong>{kind}</strong> {table}{' '}
              <Text span c="dimmed">
                {tookMs} ms after the commit
              </Text>
            </Text>
            <Code block dir="ltr">
              {JSON.stringify(row)}
            </Code>
          </li>
        ))}
      </Stack>
    </Stack>
  )
}
