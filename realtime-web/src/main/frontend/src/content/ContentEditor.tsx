import { Button, Group, Loader, Paper, Stack, Textarea, TextInput } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { type FormEvent, type SyntheticEvent, useEffect, useState } from 'react'
import { useContentCollaboration } from '../hooks/useContentCollaboration'
import { Problem } from '../layout/Problem'
import { wordsFor } from '../rows/words'
import { Conflict } from './Conflict'
import { Editors } from './Editors'
import type { ContentDraft, ContentItem, Section } from './types'

interface ContentEditorProps {
  supabase: SupabaseClient
  contentId: string
  me: { id: string; name: string }
}

/** A text, the others who have it open, and what to do when one of them was faster. */
export function ContentEditor({ supabase, contentId, me }: ContentEditorProps) {
  const { item, error, others, at, save } = useContentCollaboration(supabase, contentId, me)
  // The version that the edit began from, and what has been typed since; none as long as nothing has.
  const [edit, setEdit] = useState<{ base: ContentItem; draft: ContentDraft }>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  // Not while saving: it is shown as saved then, and may yet be refused.
  useEffect(() => {
    if (!busy && edit && item && item.title === edit.draft.title && item.body === edit.draft.body) setEdit(undefined)
  }, [busy, edit, item])

  if (!item) return error ? <Problem title="The text could not be read" message={error} /> : <Loader role="status" aria-label="Loading the text" />

  const draft = edit?.draft ?? item
  const outdated = edit !== undefined && !busy && item.version > edit.base.version

  const change = (part: Partial<ContentDraft>) =>
    setEdit({ base: edit?.base ?? item, draft: { title: draft.title, body: draft.body, ...part } })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!edit || !draft.title.trim()) return
    setBusy(true)
    setProblem(undefined)
    const outcome = await save(edit.base, edit.draft)
    setBusy(false)
    if (outcome.type === 'saved') setEdit(undefined)
    // A conflict is shown in full below.
    if (outcome.type === 'refused') setProblem(wordsFor(outcome))
  }

  const field = (section: Section) => ({
    label: <Editors section={section} label={section === 'title' ? 'Title' : 'Text'} others={others} />,
    'aria-label': section === 'title' ? 'Title' : 'Text',
    dir: 'auto',
    value: draft[section],
    onSelect: ({ currentTarget }: SyntheticEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      at(section, currentTarget.selectionStart ?? 0),
    onBlur: () => at(null, 0),
    'data-testid': `content-${section}`,
  })

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-label={item.title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Editors label="Here too" others={others} />
          {outdated && (
            <Conflict
              theirs={item}
              mine={draft}
              onTakeTheirs={() => setEdit(undefined)}
              onKeepMine={() => setEdit({ base: item, draft: edit.draft })}
            />
          )}
          <Problem title="Not saved" message={problem} />
          <TextInput {...field('title')} maxLength={200} onChange={(event) => change({ title: event.currentTarget.value })} />
          <Textarea
            {...field('body')}
            autosize
            minRows={6}
            maxRows={20}
            onChange={(event) => change({ body: event.currentTarget.value })}
          />
          <Group gap="xs">
            <Button type="submit" loading={busy} disabled={!edit || outdated || !draft.title.trim()} data-testid="content-save">
              Save
            </Button>
            {edit && (
              <Button variant="default" onClick={() => setEdit(undefined)}>
                Undo
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
