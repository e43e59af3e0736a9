import { Alert, Button, Group, Text } from '@mantine/core'
import type { FormConflict } from '../rows/useRowForm'

interface ConflictNoticeProps<R> {
  conflict?: FormConflict<R>
  /** What the newer version is like, in a sentence. */
  words: (newer: R) => string
}

/** Says what others have done to what is being edited, if they have. */
export function ConflictNotice<R>({ conflict, words }: ConflictNoticeProps<R>) {
  if (!conflict) return null
  const { newer, refused, onLoad, onKeep } = conflict
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
        {notSaved}
        {words(newer)}
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
