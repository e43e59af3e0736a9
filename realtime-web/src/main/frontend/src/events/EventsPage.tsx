import { Button, Loader, Modal, Stack } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { useEvents } from '../hooks/useEvents'
import { PlusIcon } from '../icons'
import { DeleteQuestion } from '../layout/DeleteQuestion'
import { PageTitle } from '../layout/PageTitle'
import { Problem } from '../layout/Problem'
import { wordsFor } from '../rows/words'
import { EventCard } from './EventCard'
import { EventForm } from './EventForm'
import type { PortalEvent } from './types'

export function EventsPage({ supabase, userId }: { supabase: SupabaseClient; userId: string }) {
  const events = useEvents(supabase, userId)
  const { rows, counts, comes, takePart, cancel, create, update, remove, loaded, error, reload } = events
  const [problem, setProblem] = useState<string>()
  const [editing, setEditing] = useState<PortalEvent>()
  const [formOpened, form] = useDisclosure()
  const [deleting, setDeleting] = useState<PortalEvent>()
  const [deleteOpened, deletion] = useDisclosure()
  const fullScreen = useMediaQuery('(max-width: 36em)')

  const current = (event?: PortalEvent) => rows.find((row) => row.id === event?.id)

  const openForm = (event?: PortalEvent) => {
    setEditing(event)
    form.open()
  }

  const openDelete = (event: PortalEvent) => {
    setDeleting(event)
    deletion.open()
  }

  return (
    <Stack gap="lg">
      <PageTitle
        title="Events"
        lead="Who comes, counted as they sign up."
        action={
          <Button leftSection={<PlusIcon />} style={{ flex: 'none' }} data-testid="event-new" onClick={() => openForm()}>
            New event
          </Button>
        }
      />
      <Problem title="The events could not be read" message={error} onRetry={() => void reload()} />
      <Problem title="Not saved" message={problem} />
      {!loaded && !error && <Loader role="status" aria-label="Loading the events" />}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} role="list">
        {rows.map((event) => (
          <EventCard
            key={event.id}
            event={event}
            count={counts.get(event.id) ?? 0}
            comes={comes(event.id)}
            onTakePart={async () => setProblem(wordsFor(await takePart(event.id)))}
            onCancel={async () => setProblem(wordsFor(await cancel(event.id)))}
            onEdit={() => openForm(event)}
            onDelete={() => openDelete(event)}
          />
        ))}
      </Stack>

      <Modal
        opened={formOpened}
        onClose={form.close}
        title={editing ? 'Edit event' : 'New event'}
        size="lg"
        fullScreen={fullScreen}
        closeOnClickOutside={false}
      >
        <EventForm
          event={editing}
          live={current(editing)}
          onSave={(row, base) => (base ? update(base, row) : create(row))}
          onClose={form.close}
        />
      </Modal>
      <Modal
        opened={deleteOpened && current(deleting) !== undefined}
        onClose={deletion.close}
        title="Delete this event?"
        centered
      >
        {deleting && <DeleteQuestion title={deleting.title} onDelete={() => remove(deleting)} onClose={deletion.close} />}
      </Modal>
    </Stack>
  )
}
