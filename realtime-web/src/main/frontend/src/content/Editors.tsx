import { Badge, Group, Text } from '@mantine/core'
import { relativeTime } from '../challenges/relativeTime'
import { useNow } from '../hooks/useNow'
import type { Member } from '../rooms/members'
import type { Editor, Section } from './types'

interface EditorsProps {
  label: string
  /** Only those who edit this part; none for everybody. */
  section?: Section
  others: Member<Editor>[]
}

/** Who else is here, where their cursors are and when they did something last. */
export function Editors({ label, section, others }: EditorsProps) {
  const now = useNow(10_000)
  const shown = section ? others.filter(({ latest }) => latest.section === section) : others
  if (!section && shown.length === 0) return null

  return (
    <Group component="span" gap="xs">
      <span>{label}</span>
      {shown.map(({ key, latest: { name, cursor, lastActivity } }) => (
        <Badge
          key={key}
          component="span"
          variant="default"
          tt="none"
          fw={500}
          data-testid={section ? `editing-${section}` : 'editor'}
          data-cursor={cursor}
        >
          {name}
          <Text span inherit c="dimmed">
            {section ? `, at ${cursor + 1}` : `, ${relativeTime(lastActivity, now)}`}
          </Text>
        </Badge>
      ))}
    </Group>
  )
}
