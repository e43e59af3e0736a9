import { Button, Group, Paper, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useState } from 'react'
import classes from './FrameList.module.css'
import { type Direction, matching, shown, timeOf } from './frames'
import type { Logged } from './wire'

interface FrameListProps {
  frames: readonly Logged[]
  onClear: () => void
}

/** Every frame, the newest first, word for word: tokens too. */
export function FrameList({ frames, onClear }: FrameListProps) {
  const [paused, setPaused] = useState<readonly Logged[]>()
  const [direction, setDirection] = useState<Direction>('both')
  const [wanted, setWanted] = useState('')
  const [heartbeats, setHeartbeats] = useState(false)
  const clipboard = useClipboard({ timeout: 1_500 })

  const all = paused ?? frames
  const found = matching(all, { direction, wanted, heartbeats })
  const waiting = paused ? frames.filter(({ id }) => id > (paused.at(-1)?.id ?? 0)).length : 0

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="frames-title" className={classes.panel}>
      <Stack gap="sm" mih={0} h="100%">
        <Group justify="space-between">
          <Title order={2} size="h4" id="frames-title">
            Frames
          </Title>
          <Text size="sm" c="dimmed" role="status" data-testid="frame-count">
            {found.length} of {all.length}
            {waiting > 0 && `, ${waiting} more since the pause`}
          </Text>
        </Group>
        <Group gap="xs">
          <TextInput
            aria-label="Only frames with this text"
            placeholder="Only frames with …"
            flex="1 1 10rem"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            data-testid="frame-filter"
          />
          <SegmentedControl
            aria-label="Direction"
            value={direction}
            onChange={(value) => setDirection(value as Direction)}
            data={[
              { value: 'both', label: 'Both' },
              { value: 'in', label: 'In' },
              { value: 'out', label: 'Out' },
            ]}
          />
        </Group>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            aria-pressed={paused !== undefined}
            onClick={() => setPaused(paused ? undefined : frames)}
            data-testid="frames-pause"
          >
            {paused ? 'Go on' : 'Pause'}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-pressed={heartbeats}
            onClick={() => setHeartbeats(!heartbeats)}
            data-testid="frames-heartbeats"
          >
            {heartbeats ? 'Hide heartbeats' : 'Show heartbeats'}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={found.length === 0}
            onClick={() => clipboard.copy(found.map((frame) => frame.text).join('\n'))}
            data-testid="frames-copy"
          >
            {clipboard.copied ? 'Copied' : 'Copy these'}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setPaused(undefined)
              onClear()
            }}
          >
            Clear
          </Button>
        </Group>
        <ol className={classes.frames} aria-label="Frames, the newest first" tabIndex={0}>
          {shown(found).map((frame) => (
            <FrameLine key={frame.id} frame={frame} onCopy={() => clipboard.copy(frame.text)} />
          ))}
        </ol>
      </Stack>
    </Paper>
  )
}

function FrameLine({ frame, onCopy }: { frame: Logged; onCopy: () => void }) {
  const { direction, at, topic, event, bytes, text } = frame

  return (
    <li className={classes.frame} data-testid="frame" data-direction={direction} data-event={event}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {direction === 'in' ? '↓ in' : '↑ out'} · {timeOf(at)} · <strong>{event}</strong> {topic} · {bytes} bytes
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          c="dimmed"
          flex="none"
          onClick={onCopy}
          aria-label={`Copy ${event}`}
        >
          Copy
        </Button>
      </Group>
      <code className={classes.text} dir="ltr">
        {text}
      </code>
    </li>
  )
}
