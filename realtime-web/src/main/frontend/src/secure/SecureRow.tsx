import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Challenge } from '../challenges/types'

interface SecureRowProps {
  row: Challenge
  mine: boolean
  onPublish: () => Promise<void>
  onDelete: () => Promise<void>
}

export function SecureRow({ row, mine, onPublish, onDelete }: SecureRowProps) {
  const [busy, setBusy] = useState(false)

  const action = (label: string, testid: string, what: () => Promise<void>) => (
    <Button
      size="xs"
      variant="default"
      disabled={busy}
      aria-label={`${label} ${row.title}`}
      data-testid={testid}
      onClick={async () => {
        setBusy(true)
        await what()
        setBusy(false)
      }}
    >
      {label}
    </Button>
  )

  return (
    <Paper component="li" withBorder radius="lg" p="md" data-testid="secure-row">
      <Group justify="space-between">
        <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Title order={2} size="h5" dir="auto">
            {row.title}
          </Title>
          <Text size="sm" c="dimmed" data-testid="secure-owner">
            {mine ? 'yours' : `of member ${row.created_by.slice(0, 4)}`}
          </Text>
        </div>
        <Group gap="xs">
          {action('Publish', 'secure-publish', onPublish)}
          {action('Delete', 'secure-delete', onDelete)}
        </Group>
      </Group>
    </Paper>
  )
}
