import { Alert, Button, Group, SimpleGrid, Text } from '@mantine/core'
import type { ContentDraft } from './types'

interface ConflictProps {
  theirs: ContentDraft
  mine: ContentDraft
  onTakeTheirs: () => void
  onKeepMine: () => void
}

/** Both versions beside each other, and the two ways out. */
export function Conflict({ theirs, mine, onTakeTheirs, onKeepMine }: ConflictProps) {
  const version = (label: string, { title, body }: ContentDraft, testid: string) => (
    <div data-testid={testid} style={{ overflowWrap: 'anywhere' }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={600} dir="auto">
        {title}
      </Text>
      <Text size="sm" dir="auto" style={{ whiteSpace: 'pre-line' }} lineClamp={12}>
        {body}
      </Text>
    </div>
  )

  return (
    <Alert color="yellow" role="alert" title="Somebody else has saved meanwhile" data-testid="content-conflict">
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="sm">
        {version('What is saved', theirs, 'conflict-theirs')}
        {version('What you have typed', mine, 'conflict-mine')}
      </SimpleGrid>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onTakeTheirs} data-testid="conflict-take-theirs">
          Take what is saved
        </Button>
        <Button size="xs" variant="default" onClick={onKeepMine} data-testid="conflict-keep-mine">
          Go on with mine
        </Button>
      </Group>
    </Alert>
  )
}
