import { Alert, Button, Group, Text } from '@mantine/core'
import { statusWords } from './StatusBadge'
import type { Challenge } from './types'

interface ConflictNoticeProps {
  /** The newer version; none if the challenge was deleted meanwhile. */
  newer?: Challenge
  /** Whether a save was already refused because of it. */
  refused: boolean
  onLoad: () => void
  onKeep: () => void
}

export function ConflictNotice({ newer, refused, onLoad, onKeep }: ConflictNoticeProps) {
  const notSaved = refused ? 'Your changes were not saved. ' : ''
  if (!newer) {
    return (
      <Alert color="yellow" role="alert" title="Deleted by someone else meanwhile" data-testid="conflict">
        {notSaved}Copy what you need before you close this form.
      </Alert>
    )
  }
  return (
    <Alert color="yellow" role="alert" title="Changed by someone else meanwhile" data-testid="conflict">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {notSaved}The challenge is now “{newer.title}” ({statusWords[newer.status]}).
      </Text>
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" onClick={onLoad} data-testid="conflict-load">
          Load the newer version
        </Button>
        <Button size="xs" variant="default" onClick={onKeep} data-testid="conflict-keep">
          Keep editing mine
        </Button>
      </Group>
    </Alert>
  )
}
