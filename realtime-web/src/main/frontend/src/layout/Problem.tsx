import { Alert, Button, Text } from '@mantine/core'

interface ProblemProps {
  title: string
  message?: string
  onRetry?: () => void
}

/** Says what went wrong, if something did. */
export function Problem({ title, message, onRetry }: ProblemProps) {
  if (!message) return null
  return (
    <Alert color="red" role="alert" title={title} data-testid="problem">
      <Text size="sm">{message}</Text>
      {onRetry && (
        <Button size="xs" variant="default" mt="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  )
}
