import { Button, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { PageTitle } from '../layout/PageTitle'
import { useHealth } from './HealthContext'
import { LatencyChart } from './LatencyChart'

const MEASURE_MS = 5_000

export function HealthPage() {
  const { status, latencyMs, latencies, messagesIn, messagesOut, reconnects, channels, measure } = useHealth()
  const again = useEffectEvent(measure)

  useEffect(() => {
    again()
    const timer = setInterval(again, MEASURE_MS)
    return () => clearInterval(timer)
  }, [])

  const numbers = [
    ['State', status],
    ['Round trip', latencyMs === undefined ? 'not known' : `${latencyMs} ms`],
    ['Messages in', messagesIn],
    ['Messages out', messagesOut],
    ['Reconnects', reconnects],
    ['Channels', channels],
  ] as const

  return (
    <Stack gap="lg">
      <PageTitle
        title="Connection"
        lead="How the live connection of this page is doing."
        action={
          <Button variant="default" style={{ flex: 'none' }} onClick={measure} data-testid="measure">
            Measure
          </Button>
        }
      />
      <SimpleGrid component="dl" cols={{ base: 2, sm: 3 }} m={0}>
        {numbers.map(([label, value]) => (
          <Paper key={label} withBorder radius="lg" p="md">
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" size="xl" fw={650} m={0} data-testid={`health-${label.toLowerCase().replace(' ', '-')}`}>
              {value}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      <LatencyChart latencies={latencies} />
    </Stack>
  )
}
