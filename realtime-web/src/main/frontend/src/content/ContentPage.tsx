import { Loader, NativeSelect, Stack } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { useRows } from '../hooks/useRows'
import { PageTitle } from '../layout/PageTitle'
import { Problem } from '../layout/Problem'
import { TitleForm } from '../layout/TitleForm'
import { wordsFor } from '../rows/words'
import { ContentEditor } from './ContentEditor'
import type { ContentItem } from './types'

interface ContentPageProps {
  supabase: SupabaseClient
  me: { id: string; name: string }
}

export function ContentPage({ supabase, me }: ContentPageProps) {
  const { rows, loaded, error, reload, create } = useRows<ContentItem>(supabase, { table: 'content_items' }, me.id)
  const [chosen, setChosen] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const choices = rows.toSorted((a, b) => a.created_at.localeCompare(b.created_at))
  const contentId = choices.find(({ id }) => id === chosen)?.id ?? choices[0]?.id

  return (
    <Stack gap="lg">
      <PageTitle title="Content" lead="Written together: who is here, and where." />
      <Problem title="The texts could not be read" message={error} onRetry={() => void reload()} />
      <Problem title="Not saved" message={problem} />
      {!loaded && !error && <Loader role="status" aria-label="Loading the texts" />}
      {contentId && (
        <>
          <NativeSelect
            label="Text"
            value={contentId}
            data={choices.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data-testid="content-choice"
          />
          <ContentEditor key={contentId} supabase={supabase} contentId={contentId} me={me} />
        </>
      )}
      <TitleForm
        label="New text"
        action="Add"
        onMake={async (title) => {
          const outcome = await create({ title, body: '' })
          setProblem(wordsFor(outcome))
          if (outcome.type === 'saved') setChosen(outcome.row.id)
          return outcome.type === 'saved'
        }}
      />
    </Stack>
  )
}
