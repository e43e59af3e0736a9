import { Button, Paper, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { useNow } from '../hooks/useNow'
import { ChallengeRow } from './ChallengeRow'
import type { Following } from './ChallengesPage'
import type { Challenge } from './types'

interface ChallengeListProps {
  rows: readonly Challenge[]
  /** Ids of the rows somebody else has changed just now. */
  recent: ReadonlySet<string>
  /** Ids of the rows that are being saved or deleted. */
  pending: ReadonlySet<string>
  following: Following
  userId: string
  onCreate: () => void
  onEdit: (challenge: Challenge) => void
  onDelete: (challenge: Challenge) => void
}

export function ChallengeList({
  rows,
  recent,
  pending,
  following,
  userId,
  onCreate,
  onEdit,
  onDelete,
}: ChallengeListProps) {
  const now = useNow(15_000)
  const news = rows.filter((row) => recent.has(row.id)).map((row) => row.title)

  return (
    <>
      <VisuallyHidden role="status">
        {news.length > 0 && `Just changed by someone else: ${news.join(', ')}`}
      </VisuallyHidden>
      {rows.length === 0 && <NoChallenges onCreate={onCreate} />}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} role="list">
        {rows.map((row) => (
          <ChallengeRow
            key={row.id}
            challenge={row}
            mine={row.created_by === userId}
            recent={recent.has(row.id)}
            pending={pending.has(row.id)}
            followed={following.follows(row.id)}
            onFollow={(follow) => following.follow(row, follow)}
            now={now}
            onEdit={() => onEdit(row)}
            onDelete={() => onDelete(row)}
          />
        ))}
      </Stack>
    </>
  )
}

function NoChallenges({ onCreate }: { onCreate: () => void }) {
  return (
    <Paper withBorder radius="lg" p="xl" ta="center" data-testid="challenges-empty">
      <Title order={2} size="h4">
        No challenges yet
      </Title>
      <Text c="dimmed" mt={4} mb="md">
        The first one appears here for everybody the moment you save it.
      </Text>
      <Button variant="default" onClick={onCreate}>
        Write the first one
      </Button>
    </Paper>
  )
}

export function ChallengesLoading() {
  return (
    <Stack gap="sm" role="status" aria-busy="true" aria-label="Loading the challenges" data-testid="challenges-loading">
      {[1, 2, 3].map((n) => (
        <Skeleton key={n} height={112} radius="lg" />
      ))}
    </Stack>
  )
}
