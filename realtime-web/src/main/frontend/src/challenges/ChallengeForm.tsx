import { Alert, Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { ConflictNotice } from './ConflictNotice'
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
  const [draft, setDraft] = useState<ChallengeDraft>(() => draftOf(challenge))
  // The version these edits began from.
  const [base, setBase] = useState(challenge)
  const titleInput = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [titleProblem, setTitleProblem] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [refused, setRefused] = useState(false)

  const deleted = base !== undefined && !live
  const outdated = base !== undefined && live !== undefined && live.version > base.version

  const change = (part: Partial<ChallengeDraft>) => {
    setDraft({ ...draft, ...part })
    if (part.title !== undefined) setTitleProblem(undefined)
  }

  const settleConflict = (next: ChallengeDraft) => {
    setDraft(next)
    setBase(live)
    setRefused(false)
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = titleProblemOf(draft.title)
    setTitleProblem(found)
    if (found) return titleInput.current?.focus()
    setBusy(true)
    setProblem(undefined)
    const outcome = await onSave({ ...draft, title: draft.title.trim() }, base)
    setBusy(false)
    if (outcome.type === 'saved') return onClose()
    if (outcome.type === 'conflict') setRefused(true)
    if (outcome.type === 'refused') setProblem(outcome.message)
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {/* While saving, the newer version is usually our own. */}
        {!busy && (deleted || outdated) && (
          <ConflictNotice
            newer={live}
            refused={refused}
            onLoad={() => settleConflict(draftOf(live))}
            onKeep={() => settleConflict(draft)}
          />
        )}
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
        {problem && (
          <Alert color="red" role="alert" title="Not saved" data-testid="form-problem">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={deleted && !busy} data-testid="form-save">
            Save
          </Button>
        </Group>
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
