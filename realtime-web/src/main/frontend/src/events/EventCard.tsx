import { ActionIcon, Button, Group, Paper, Progress, Text, Title, Tooltip } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { DeleteIcon, EditIcon } from '../icons'
import type { PortalEvent } from './types'

interface EventCardProps {
  event: PortalEvent
  count: number
  comes: boolean
  onTakePart: () => Promise<void>
  onCancel: () => Promise<void>
  onEdit: () => void
  onDelete: () => void
}

export function EventCard({ event, count, comes, onTakePart, onCancel, onEdit, onDelete }: EventCardProps) {
  const { title, location, starts_at, capacity } = event
  const [busy, setBusy] = useState(false)
  const full = Boolean(capacity && count >= capacity && !comes)
  const words = comes ? 'I cannot come' : full ? 'Full' : 'I come'

  const go = async (what: () => Promise<void>) => {
    setBusy(true)
    await what()
    setBusy(false)
  }

  const action = (label: string, icon: ReactNode, testid: string, onClick: () => void) => (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="lg" c="dimmed" aria-label={`${label} ${title}`} data-testid={testid} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )

  return (
    <Paper component="li" withBorder radius="lg" p="lg" data-testid="event" data-id={event.id}>
      <Group justify="space-between" align="start">
        <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Title order={2} size="h4" dir="auto">
            {title}
          </Title>
          <Text size="sm" c="dimmed" data-testid="event-where">
            {[starts_at && new Date(starts_at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }), location]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Text size="sm" mt={4} role="status" data-testid="event-count" data-count={count}>
            {count === 1 ? '1 comes' : `${count} come`}
            {capacity && `, of ${capacity}`}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
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
          {action('Edit', <EditIcon />, 'event-edit', onEdit)}
          {action('Delete', <DeleteIcon />, 'event-delete', onDelete)}
        </Group>
      </Group>
      {capacity && (
        <Progress mt="sm" value={Math.min(100, (100 * count) / capacity)} aria-label={`${count} of ${capacity} places taken`} />
      )}
    </Paper>
  )
}
