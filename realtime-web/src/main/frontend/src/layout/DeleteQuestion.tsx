import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Outcome, Row } from '../rows/types'

interface DeleteQuestionProps<R extends Row> {
  title: string
  onDelete: () => Promise<Outcome<R>>
  onClose: () => void
}

export function DeleteQuestion<R extends Row>({ title, onDelete, onClose }: DeleteQuestionProps<R>) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const confirm = async () => {
    setBusy(true)
    const outcome = await onDelete()
    setBusy(false)
    if (outcome.type === 'refused') setProblem(outcome.message)
    else onClose()
  }

  return (
    <Stack gap="lg">
      <Text style={{ overflowWrap: 'anywhere' }}>
        “{title}” disappears for everybody. This cannot be undone.
      </Text>
      {problem && (
        <Alert color="red" role="alert" title="Not deleted" data-testid="delete-problem">
          {problem}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red.8" loading={busy} onClick={confirm} data-testid="delete-confirm">
          Delete
        </Button>
      </Group>
    </Stack>
  )
}
