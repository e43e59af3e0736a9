import { Alert, Button, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { useChallenges } from '../hooks/useChallenges'
import { useMyChallenges } from '../hooks/useMyChallenges'
import type { useNotifications } from '../hooks/useNotifications'
import type { Rows } from '../hooks/useRows'
import { PlusIcon } from '../icons'
import { DeleteQuestion } from '../layout/DeleteQuestion'
import { PageTitle } from '../layout/PageTitle'
import { ChallengeForm } from './ChallengeForm'
import { ChallengeList, ChallengesLoading } from './ChallengeList'
import type { Challenge } from './types'

export type Following = Pick<ReturnType<typeof useNotifications>, 'follow' | 'follows'>

interface ListedProps {
  supabase: SupabaseClient
  userId: string
  following: Following
}

export function AllChallenges({ supabase, userId, following }: ListedProps) {
  const challenges = useChallenges(supabase, userId)
  const lead = 'What everybody is working on, as it happens.'
  return <ChallengesPage title="Challenges" lead={lead} challenges={challenges} userId={userId} following={following} />
}

/** The server sends no others. */
export function MyChallenges({ supabase, userId, following }: ListedProps) {
  const challenges = useMyChallenges(supabase, userId)
  const lead = 'What you have written, drafts too.'
  return <ChallengesPage title="My challenges" lead={lead} challenges={challenges} userId={userId} following={following} />
}

interface ChallengesPageProps {
  title: string
  lead: string
  challenges: Rows<Challenge>
  userId: string
  following: Following
}

function ChallengesPage({ title, lead, challenges, userId, following }: ChallengesPageProps) {
  const { rows, recent, pending, loaded, error, reload, create, update, remove } = challenges
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
      <PageTitle
        title={title}
        lead={lead}
        action={
          <Button
            leftSection={<PlusIcon />}
            style={{ flex: 'none' }}
            data-testid="challenge-new"
            onClick={() => openForm()}
          >
            New challenge
          </Button>
        }
      />

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
          pending={pending}
          following={following}
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
            title={deleting.title}
            onDelete={() => remove(deleting)}
            onClose={deletion.close}
          />
        )}
      </Modal>
    </Stack>
  )
}
