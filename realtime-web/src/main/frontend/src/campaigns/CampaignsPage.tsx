import { Loader, NativeSelect, Paper, Stack, Text } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { useRows } from '../hooks/useRows'
import { PageTitle } from '../layout/PageTitle'
import { Problem } from '../layout/Problem'
import { TitleForm } from '../layout/TitleForm'
import { wordsFor } from '../rows/words'
import { CampaignPanel } from './CampaignPanel'
import type { Campaign } from './types'

export function CampaignsPage({ supabase, userId }: { supabase: SupabaseClient; userId: string }) {
  const { rows, loaded, error, reload, create } = useRows<Campaign>(supabase, { table: 'campaigns' }, userId)
  const [chosen, setChosen] = useState<string>()
  const [problem, setProblem] = useState<string>()
  // As they were begun, so that the choice does not change when one of them does.
  const choices = rows.toSorted((a, b) => a.created_at.localeCompare(b.created_at))
  const campaignId = choices.find(({ id }) => id === chosen)?.id ?? choices[0]?.id

  return (
    <Stack gap="lg">
      <PageTitle title="Campaigns" lead="Status, numbers and approval, as they change." />
      <Problem title="The campaigns could not be read" message={error} onRetry={() => void reload()} />
      <Problem title="Not saved" message={problem} />
      {!loaded && !error && <Loader role="status" aria-label="Loading the campaigns" />}
      {campaignId && (
        <>
          <NativeSelect
            label="Campaign"
            value={campaignId}
            data={choices.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data-testid="campaign-choice"
          />
          <CampaignPanel key={campaignId} supabase={supabase} campaignId={campaignId} userId={userId} />
        </>
      )}
      {loaded && !campaignId && (
        <Paper withBorder radius="lg" p="xl">
          <Text c="dimmed">No campaigns yet.</Text>
        </Paper>
      )}
      <TitleForm
        label="New campaign"
        action="Add"
        onMake={async (title) => {
          const outcome = await create({ title })
          setProblem(wordsFor(outcome))
          if (outcome.type === 'saved') setChosen(outcome.row.id)
          return outcome.type === 'saved'
        }}
      />
    </Stack>
  )
}
