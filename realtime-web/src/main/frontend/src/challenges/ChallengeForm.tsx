import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { ConflictNotice } from '../layout/ConflictNotice'
import { FormEnd } from '../layout/FormEnd'
import { useRowForm } from '../rows/useRowForm'
import { statusWords } from './StatusBadge'
import { type Challenge, type ChallengeDraft, type ChallengeStatus, challengeStatuses, type Outcome } from './types'

const TITLE_MAX = 200

interface ChallengeFormProps {
  /** The challenge to edit, as it was when the form was opened; none to write a new one. */
  challenge?: Challenge
  /** The same challenge as it is now; none once it is deleted. */
  live?: Challenge
  onSave: (draft: ChallengeDraft, base?: Challenge) => Promise<Outcome>
  onClose: () => void
}

export function ChallengeForm({ challenge, live, onSave, onClose }: ChallengeFormProps) {
  const form = useRowForm({ row: challenge, live, draftOf, onSave, onClose })
  const { draft, busy, deleted, problem, conflict } = form
  const titleInput = useRef<HTMLInputElement>(null)
  const [titleProblem, setTitleProblem] = useState<string>()

  const change = (part: Partial<ChallengeDraft>) => {
    form.change(part)
    if (part.title !== undefined) setTitleProblem(undefined)
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = titleProblemOf(draft.title)
    setTitleProblem(found)
    if (found) return titleInput.current?.focus()
    void form.save({ ...draft, title: draft.title.trim() })
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ConflictNotice
          conflict={conflict}
          words={({ title, status }) => `The challenge is now “${title}” (${statusWords[status]}).`}
        />
        <TextInput
          ref={titleInput}
          label="Title"
          required
          data-autofocus
          dir="auto"
          value={draft.title}
          error={titleProblem}
          onChange={(event) => change({ title: event.currentTarget.value })}
          data-testid="form-title"
        />
        <Textarea
          label="Description"
          autosize
          minRows={4}
          maxRows={12}
          dir="auto"
          value={draft.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
          data-testid="form-description"
        />
        <NativeSelect
          label="Status"
          value={draft.status}
          data={challengeStatuses.map((value) => ({ value, label: statusWords[value] }))}
          onChange={(event) => change({ status: event.currentTarget.value as ChallengeStatus })}
          data-testid="form-status"
        />
        <FormEnd problem={problem} busy={busy} disabled={deleted && !busy} onClose={onClose} />
      </Stack>
    </form>
  )
}

function draftOf(challenge?: Challenge): ChallengeDraft {
  return {
    title: challenge?.title ?? '',
    description: challenge?.description ?? '',
    status: challenge?.status ?? 'draft',
  }
}

function titleProblemOf(title: string): string | undefined {
  if (!title.trim()) return 'A challenge needs a title.'
  if (title.trim().length > TITLE_MAX) return `At most ${TITLE_MAX} characters, please.`
}
