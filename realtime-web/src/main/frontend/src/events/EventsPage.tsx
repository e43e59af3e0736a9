import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { useEvents } from '../hooks/useEvents'
import { PageTitle } from '../layout/PageTitle'
import { Problem } from '../layout/Problem'
import { TitleForm } from '../layout/TitleForm'
import { wordsFor } from '../rows/words'
import type { PortalEvent } from './types'

export function EventsPage({ supabase, userId }: { supabase: SupabaseClient; userId: string }) {
  const { rows, counts, comes, takePart, cancel, create, error, reload } = useEvents(supabase, userId)
  const [problem, setProblem] = useState<string>()

  return (
    <Stack gap="lg">
      <PageTitle title="Events" lead="Who comes, counted as they sign up." />
      <Problem title="The events could not be read" message={error} onRetry={() => void reload()} />
      <Problem title="Not saved" message={problem} />
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} role="list">
        {rows.map((event) => (
          <EventCard
            key={event.id}
            event={event}
            count={counts.get(event.id) ?? 0}
            comes={comes(event.id)}
            onTakePart={async () => setProblem(wordsFor(await takePart(event.id)))}
            onCancel={async () => setProblem(wordsFor(await cancel(event.id)))}
          />
        ))}
      </Stack>
      <TitleForm
        label="New event"
        action="Add"
        onMake={async (title) => {
          const outcome = await create({ title })
          setProblem(wordsFor(outcome))
          return outcome.type === 'saved'
        }}
      />
    </Stack>
  )
}

interface EventCardProps {
  event: PortalEvent
  count: number
  comes: boolean
  onTakePart: () => Promise<void>
  onCancel: () => Promise<void>
}

function EventCard({ event, count, comes, onTakePart, onCancel }: EventCardProps) {
  const { title, location, starts_at, capacity } = event
  const [busy, setBusy] = useState(false)
  const full = Boolean(capacity && count >= capacity && !comes)
  const words = comes ? 'I cannot come' : full ? 'Full' : 'I come'

  const go = async (what: () => Promise<void>) => {
    setBusy(true)
    await what()
    setBusy(false)
  }

  return (
    <Paper component="li" withBorder radius="lg" p="lg" data-testid="event" data-id={event.id}>
      <Group justify="space-between" align="start">
        <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Title order={2} size="h4" dir="auto">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {[starts_at && new Date(starts_at).toLocaleString(), location].filter(Boolean).join(' · ')}
          </Text>
          <Text size="sm" mt={4} role="status" data-testid="event-count" data-count={count}>
            {count === 1 ? '1 comes' : `${count} come`}
            {capacity && `, of ${capacity}`}
          </Text>
        </div>
        <Button
          variant={comes ? 'default' : 'filled'}
          loading={busy}
          disabled={full}
          aria-label={`${words}: ${title}`}
          data-testid="event-take-part"
          onClick={() => void go(comes ? onCancel : onTakePart)}
        >
          {words}
        </Button>
      </Group>
      {capacity && <Progress mt="sm" value={(100 * count) / capacity} aria-label={`${count} of ${capacity} places taken`} />}
    </Paper>
  )
}
