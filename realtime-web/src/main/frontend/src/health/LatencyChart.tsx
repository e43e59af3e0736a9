import { Paper, Text, Title } from '@mantine/core'

const WIDTH = 600
const HEIGHT = 120

/** Round trips in milliseconds, the newest at the right. */
export function LatencyChart({ latencies }: { latencies: readonly number[] }) {
  const highest = Math.max(10, ...latencies)
  const step = WIDTH / Math.max(1, latencies.length - 1)
  const points = latencies.map((latency, index) => `${index * step},${HEIGHT - (HEIGHT * latency) / highest}`).join(' ')
  const sorted = latencies.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]
  const words = median === undefined ? 'Nothing measured yet.' : `Median ${median} ms, highest ${sorted.at(-1)} ms, of ${latencies.length}.`

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="latency-title">
      <Title order={2} size="h4" id="latency-title">
        Round trips
      </Title>
      <Text size="sm" c="dimmed" mb="sm" data-testid="latency-words">
        {words}
      </Text>
      <svg viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`} width="100%" role="img" aria-label={words} direction="ltr">
        <line x1="0" y1={HEIGHT} x2={WIDTH} y2={HEIGHT} stroke="var(--mantine-color-default-border)" />
        <polyline points={points} fill="none" stroke="var(--mantine-primary-color-filled)" strokeWidth="2" />
        {latencies.length > 0 && (
          <circle
            cx={(latencies.length - 1) * step}
            cy={HEIGHT - (HEIGHT * latencies.at(-1)!) / highest}
            r="4"
            fill="var(--mantine-primary-color-filled)"
          />
        )}
      </svg>
    </Paper>
  )
}
