import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface PageTitleProps {
  title: string
  /** What the page shows, in a sentence. */
  lead: string
  action?: ReactNode
}

export function PageTitle({ title, lead, action }: PageTitleProps) {
  return (
    <Group justify="space-between">
      <div>
        <Title order={1} size="h2">
          {title}
        </Title>
        <Text c="dimmed" visibleFrom="xs">
          {lead}
        </Text>
      </div>
      {action}
    </Group>
  )
}
