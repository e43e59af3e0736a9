import { Badge } from '@mantine/core'
import type { ChallengeStatus } from './types'

export const statusWords: Record<ChallengeStatus, string> = {
  draft: 'Draft',
  open: 'Open',
  closed: 'Closed',
}

const dots: Record<ChallengeStatus, string> = { draft: 'yellow.6', open: 'teal.6', closed: 'gray.6' }

/** Neutral text beside a coloured dot, so that the word is readable in both colour schemes. */
export function StatusBadge({ status }: { status: ChallengeStatus }) {
  return (
    <Badge variant="dot" color={dots[status]} tt="none" fw={500} style={{ flex: 'none' }}>
      {statusWords[status] ?? status}
    </Badge>
  )
}
