import { SimpleGrid, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ConflictNotice } from '../layout/ConflictNotice'
import { FormEnd } from '../layout/FormEnd'
import type { Outcome } from '../rows/types'
import { useRowForm } from '../rows/useRowForm'
import { draftOf, type EventDraft, type EventProblems, problemsOf, rowOf } from './eventDraft'
import type { PortalEvent } from './types'

interface EventFormProps {
  /** The event to edit, as it was when the form was opened; none to make a new one. */
  event?: PortalEvent
  /** The same event as it is now; none once it is deleted. */
  live?: PortalEvent
  onSave: (row: Partial<PortalEvent>, base?: PortalEvent) => Promise<Outcome<PortalEvent>>
  onClose: () => void
}

export function EventForm({ event, live, onSave, onClose }: EventFormProps) {
  const form = useRowForm<PortalEvent, EventDraft>({
    row: event,
    live,
    draftOf,
    onSave: (draft, base) => onSave(rowOf(draft), base),
    onClose,
  })
  const { draft, busy, deleted, problem, conflict } = form
  const [problems, setProblems] = useState<EventProblems>({})

  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    const found = problemsOf(draft)
    setProblems(found)
    if (Object.keys(found).length === 0) void form.save(draft)
  }

  const field = (name: keyof EventDraft, label: string) => ({
    label,
    value: draft[name],
    error: problems[name],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      form.change({ [name]: currentTarget.value })
      setProblems({ ...problems, [name]: undefined })
    },
    'data-testid': `form-${name}`,
  })

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ConflictNotice conflict={conflict} words={({ title }) => `The event is now “${title}”.`} />
        <TextInput {...field('title', 'Title')} required data-autofocus dir="auto" />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <TextInput {...field('startsAt', 'Date and time')} type="datetime-local" />
          <TextInput {...field('capacity', 'How many may come')} inputMode="numeric" placeholder="any number" />
        </SimpleGrid>
        <TextInput {...field('location', 'Place')} dir="auto" />
        <FormEnd problem={problem} busy={busy} disabled={deleted && !busy} onClose={onClose} />
      </Stack>
    </form>
  )
}
