import { Alert, Button, Group } from '@mantine/core'

interface FormEndProps {
  /** Why the last attempt was refused. */
  problem?: string
  busy: boolean
  disabled: boolean
  onClose: () => void
}

/** What stands below the fields of a form in a dialog. */
export function FormEnd({ problem, busy, disabled, onClose }: FormEndProps) {
  return (
    <>
      {problem && (
        <Alert color="red" role="alert" title="Not saved" data-testid="form-problem">
          {problem}
        </Alert>
      )}
      <Group justify="flex-end" mt="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={disabled} data-testid="form-save">
          Save
        </Button>
      </Group>
    </>
  )
}
