import { ActionIcon, Group, Text, Title, Tooltip } from '@mantine/core'
import { DeleteIcon, EditIcon, FollowIcon } from '../icons'
import classes from './ChallengeRow.module.css'
import { relativeTime } from './relativeTime'
import { StatusBadge } from './StatusBadge'
import type { Challenge } from './types'

interface ChallengeRowProps {
  challenge: Challenge
  mine: boolean
  recent: boolean
  /** Whether it is being saved or deleted. */
  pending: boolean
  followed: boolean
  onFollow: (follow: boolean) => void
  now: Date
  onEdit: () => void
  onDelete: () => void
}

export function ChallengeRow({
  challenge,
  mine,
  recent,
  pending,
  followed,
  onFollow,
  now,
  onEdit,
  onDelete,
}: ChallengeRowProps) {
  const { id, version, title, description, status, created_by, updated_at } = challenge

  return (
    <li
      className={classes.row}
      data-testid="challenge-row"
      data-id={id}
      data-version={version}
      data-recent={recent || undefined}
      data-pending={pending || undefined}
      aria-busy={pending}
    >
      <div className={classes.text}>
        <Group gap="4px 12px" align="center">
          <Title order={2} size="h4" className={classes.title} dir="auto" data-testid="challenge-title">
            {title}
          </Title>
          <StatusBadge status={status} />
        </Group>
        {description && (
          <Text mt={6} lineClamp={3} className={classes.description} dir="auto">
            {description}
          </Text>
        )}
        <Text size="sm" c="dimmed" mt="xs">
          <span data-testid="challenge-owner">
            {mine ? 'you' : <span title={created_by}>member {created_by.slice(0, 4)}</span>}
          </span>
          {' · '}
          <time dateTime={updated_at} title={new Date(updated_at).toLocaleString()}>
            updated {relativeTime(updated_at, now)}
          </time>
        </Text>
      </div>
      <Group gap={4} wrap="nowrap" className={classes.actions}>
        <Tooltip label={followed ? 'Do not follow' : 'Follow'}>
          <ActionIcon
            variant="subtle"
            size="lg"
            c="dimmed"
            aria-label={`Follow ${title}`}
            aria-pressed={followed}
            data-testid="challenge-follow"
            onClick={() => onFollow(!followed)}
          >
            <FollowIcon filled={followed} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Edit">
          <ActionIcon
            variant="subtle"
            size="lg"
            c="dimmed"
            aria-label={`Edit ${title}`}
            data-testid="challenge-edit"
            onClick={onEdit}
          >
            <EditIcon />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Delete">
          <ActionIcon
            variant="subtle"
            size="lg"
            c="dimmed"
            aria-label={`Delete ${title}`}
            data-testid="challenge-delete"
            onClick={onDelete}
          >
            <DeleteIcon />
          </ActionIcon>
        </Tooltip>
      </Group>
    </li>
  )
}
