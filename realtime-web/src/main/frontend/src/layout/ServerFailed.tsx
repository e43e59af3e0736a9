import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { BellLogo } from '../icons'

interface ServerFailedProps {
  message: string
  onRetry: () => void
}

export function ServerFailed({ message, onRetry }: ServerFailedProps) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack align="center" gap="md" role="alert" ta="center">
        <BellLogo width="3rem" height="3rem" color="var(--mantine-color-dimmed)" />
        <Title order={1} size="h2">
          Belfry is not answering
        </Title>
        <Text c="dimmed">{message}</Text>
        <Button onClick={onRetry} data-testid="retry">
          Try again
        </Button>
      </Stack>
    </Center>
  )
}
