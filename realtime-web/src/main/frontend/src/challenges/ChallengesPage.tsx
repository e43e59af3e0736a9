import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { useChallenges } from '../hooks/useChallenges'
import { PlusIcon } from '../icons'
import { ChallengeForm } from './ChallengeForm'
import { ChallengeList, ChallengesLoading } from './ChallengeList'
import { DeleteQuestion } from './DeleteQuestion'
import type { Challenge } from './types'

interface ChallengesPageProps {
  supabase: SupabaseClient
  userId: string
}

export function ChallengesPage({ supabase, userId }: ChallengesPageProps) {
  const { rows, recent, loaded, error, reload, create, update, remove } = useChallenges(supabase, userId)
  const [editing, setEditing] = useState<Challenge>()
  const [formOpened, form] = useDisclosure()
  const [deleting, setDeleting] = useState<Challenge>()
  const [deleteOpened, deletion] = useDisclosure()
  const fullScreen = useMediaQuery('(max-width: 36em)')

  const current = (challenge?: Challenge) => rows.find((row) => row.id === challenge?.id)

  const openForm = (challenge?: Challenge) => {
    setEditing(challenge)
    form.open()
  }

  const openDelete = (challenge: Challenge) => {
    setDeleting(challenge)
    deletion.open()
  }

  return (
    <Stack gap="lg">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Title order={1} size="h2">
            Challenges
          </Title>
          <Text c="dimmed" visibleFrom="xs">
            What everybody is working on, as it happens.
          </Text>
        </div>
        <Button
          leftSection={<PlusIcon />}
          style={{ flex: 'none' }}
          data-testid="challenge-new"
          onClick={() => openForm()}
        >
          New challenge
        </Button>
      </Group>

      {error && (
        <Alert color="red" role="alert" title="The challenges could not be read" data-testid="challenges-error">
          <Text size="sm" mb="sm">
            {error}
          </Text>
          <Button size="xs" variant="default" onClick={() => void reload()}>
            Try again
          </Button>
        </Alert>
      )}
      {!loaded && !error && <ChallengesLoading />}
      {loaded && (
        <ChallengeList
          rows={rows}
          recent={recent}
          userId={userId}
          onCreate={() => openForm()}
          onEdit={openForm}
          onDelete={openDelete}
        />
      )}

      <Modal
        opened={formOpened}
        onClose={form.close}
        title={editing ? 'Edit challenge' : 'New challenge'}
        size="lg"
        fullScreen={fullScreen}
        closeOnClickOutside={false}
      >
        <ChallengeForm
          challenge={editing}
          live={current(editing)}
          onSave={(draft, base) => (base ? update(base, draft) : create(draft))}
          onClose={form.close}
        />
      </Modal>
      <Modal
        opened={deleteOpened && current(deleting) !== undefined}
        onClose={deletion.close}
        title="Delete this challenge?"
        centered
      >
        {deleting && (
          <DeleteQuestion
            challenge={deleting}
            onDelete={() => remove(deleting)}
            onClose={deletion.close}
          />
        )}
      </Modal>
    </Stack>
  )
}
