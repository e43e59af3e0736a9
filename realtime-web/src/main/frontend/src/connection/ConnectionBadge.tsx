import { Text, Tooltip } from '@mantine/core'
import { useHealth } from '../health/HealthContext'
import type { ConnectionStatus } from '../hooks/useConnection'
import classes from './ConnectionBadge.module.css'

const words: Record<ConnectionStatus, { label: string; explanation: string }> = {
  connected: { label: 'Connected', explanation: 'Changes by others appear as they happen.' },
  connecting: { label: 'Connecting', explanation: 'Changes by others do not appear yet.' },
  reconnecting: { label: 'Reconnecting', explanation: 'The connection was lost. Trying again.' },
  offline: { label: 'Offline', explanation: 'There is no connection. Still trying.' },
}

export function ConnectionBadge() {
  const { status, latencyMs } = useHealth()
  const { label, explanation } = words[status]

  return (
    <Tooltip label={explanation} events={{ hover: true, focus: true, touch: true }}>
      <div
        className={classes.badge}
        data-testid="connection-status"
        data-status={status}
        data-latency={latencyMs}
        tabIndex={0}
      >
        <span className={classes.dot} />
        <Text component="span" size="sm" role="status" className={classes.label}>
          {label}
        </Text>
        {latencyMs !== undefined && (
          <Text component="span" size="sm" c="dimmed" visibleFrom="xs" className={classes.latency} dir="ltr">
            {latencyMs} ms
          </Text>
        )}
      </div>
    </Tooltip>
  )
}
