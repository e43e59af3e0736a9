import { Text } from '@mantine/core'
import classes from './Conversation.module.css'

interface LevelMeterProps {
  label: string
  /** Root mean square, from 0 to 1. */
  level: number
  testId: string
}

/** What is 50 dB below the loudest is nothing to see. */
const RANGE_DB = 50

export function LevelMeter({ label, level, testId }: LevelMeterProps) {
  const decibels = 20 * Math.log10(Math.max(level, 1e-6))
  const shown = Math.round(Math.min(1, Math.max(0, 1 + decibels / RANGE_DB)) * 100)

  return (
    <div className={classes.level}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <div
        className={classes.meter}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
        data-testid={testId}
      >
        <div className={classes.bar} style={{ transform: `scaleX(${shown / 100})` }} />
      </div>
    </div>
  )
}
