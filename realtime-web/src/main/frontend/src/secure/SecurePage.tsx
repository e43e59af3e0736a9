import { Anchor, Code, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import type { Challenge } from '../challenges/types'
import { useChallenges } from '../hooks/useChallenges'
import { PageTitle } from '../layout/PageTitle'
import { Problem } from '../layout/Problem'
import { TitleForm } from '../layout/TitleForm'
import type { Outcome } from '../rows/types'
import { wordsFor } from '../rows/words'
import { SecureRow } from './SecureRow'

/** As the portal's schema has it. */
const POLICY = `create policy challenges_read on public.challenges for select to anon, authenticated
    using (status <> 'draft' or created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');`

/** Everything is asked for, and what comes is what row-level security lets the reader see: of private rows, one's own. */
export function SecurePage({ supabase, userId }: { supabase: SupabaseClient; userId: string }) {
  const { rows, loaded, error, reload, create, update, remove } = useChallenges(supabase, userId)
  const [problem, setProblem] = useState<string>()
  const secret = rows.filter(({ status }) => status === 'draft')
  const foreign = secret.filter(({ created_by }) => created_by !== userId).length

  const tell = (outcome: Outcome<Challenge>) => {
    setProblem(wordsFor(outcome))
    return outcome.type === 'saved'
  }

  return (
    <Stack gap="lg">
      <PageTitle title="Secure list" lead="Private rows: asked for without a filter, seen by their owner alone." />
      <Problem title="The rows could not be read" message={error} onRetry={() => void reload()} />
      <Problem title="Not saved" message={problem} />
      <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="policy-title">
        <Stack gap="sm">
          <Title order={2} size="h4" id="policy-title">
            What decides
          </Title>
          <Text size="sm">
            A challenge is private as long as it is a draft. Your page asks for all rows and all changes; PostgreSQL’s policy says
            which of them you see. A private row of somebody else never arrives, neither when the list is read nor live:
          </Text>
          <Code block dir="ltr" tabIndex={0} data-testid="secure-policy">
            {POLICY}
          </Code>
          <Text size="sm" role="status" data-testid="secure-counts" data-foreign={foreign}>
            {`Of ${rows.length} rows that arrived, ${secret.length} are private, and ${foreign} of these are somebody else’s.`}
            {foreign > 0 && ' You see them since you are an administrator.'}
          </Text>
          <Anchor size="sm" href="/inspector">
            Ask the server why a row did not arrive
          </Anchor>
        </Stack>
      </Paper>
      {!loaded && !error && <Loader role="status" aria-label="Loading the rows" />}
      {loaded && secret.length === 0 && <Text c="dimmed">You have no private rows.</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} role="list" aria-label="Private rows">
        {secret.map((row) => (
          <SecureRow
            key={row.id}
            row={row}
            mine={row.created_by === userId}
            onPublish={async () => void tell(await update(row, { status: 'open' }))}
            onDelete={async () => void tell(await remove(row))}
          />
        ))}
      </Stack>
      <TitleForm
        label="New private row"
        action="Add"
        onMake={async (title) => tell(await create({ title, description: '', status: 'draft' }))}
      />
    </Stack>
  )
}
