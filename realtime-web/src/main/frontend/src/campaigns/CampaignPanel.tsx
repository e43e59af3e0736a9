import { Badge, Button, Group, NumberInput, Paper, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { type FormEvent, useState } from 'react'
import { useCampaign } from '../hooks/useCampaign'
import { Problem } from '../layout/Problem'
import { wordsFor } from '../rows/words'
import { type Campaign, campaignStatuses } from './types'

const approvals = { pending: 'yellow.6', approved: 'teal.6', rejected: 'red.6' }

interface CampaignPanelProps {
  supabase: SupabaseClient
  campaignId: string
  userId: string
}

/** One campaign. What others change shows at once; what one may not change oneself is refused with a reason. */
export function CampaignPanel({ supabase, campaignId, userId }: CampaignPanelProps) {
  const { campaign, error, change } = useCampaign(supabase, campaignId, userId)
  const [problem, setProblem] = useState<string>()
  if (!campaign) return <Problem title="The campaign could not be read" message={error} />

  const { title, description, status, approval_status, metrics } = campaign
  const save = async (draft: Partial<Campaign>) => setProblem(wordsFor(await change(draft)))

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-label={title} data-testid="campaign" data-status={status}>
      <Stack gap="md">
        <Group gap="sm">
          <Title order={2} size="h4" dir="auto">
            {title}
          </Title>
          <Badge variant="dot" color={approvals[approval_status]} tt="none" fw={500} data-testid="campaign-approval">
            {approval_status}
          </Badge>
        </Group>
        {description && <Text dir="auto">{description}</Text>}
        <Problem title="Not saved" message={problem} />
        <SegmentedControl
          aria-label="Status"
          fullWidth
          size="xs"
          maw={480}
          value={status}
          data={[...campaignStatuses]}
          onChange={(value) => void save({ status: value as Campaign['status'] })}
          data-testid="campaign-status"
        />
        <Metrics metrics={metrics ?? {}} onSave={(next) => save({ metrics: next })} />
        <Group gap="xs">
          <Button
            variant="default"
            disabled={approval_status === 'approved'}
            onClick={() => void save({ approval_status: 'approved' })}
            data-testid="campaign-approve"
          >
            Approve
          </Button>
          <Button
            variant="default"
            disabled={approval_status === 'rejected'}
            onClick={() => void save({ approval_status: 'rejected' })}
            data-testid="campaign-reject"
          >
            Reject
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

interface MetricsProps {
  metrics: Record<string, number>
  onSave: (metrics: Record<string, number>) => Promise<void>
}

function Metrics({ metrics, onSave }: MetricsProps) {
  const [name, setName] = useState('')
  const [value, setValue] = useState<number | string>('')

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || typeof value !== 'number') return
    await onSave({ ...metrics, [name.trim()]: value })
    setValue('')
  }

  return (
    <form onSubmit={submit}>
      <Group gap="lg" mb="sm" role="list" aria-label="Numbers">
        {Object.entries(metrics).map(([key, number]) => (
          <div key={key} role="listitem" data-testid="metric" data-name={key}>
            <Text size="xl" fw={650} data-testid="metric-value">
              {String(number)}
            </Text>
            <Text size="sm" c="dimmed">
              {key}
            </Text>
          </div>
        ))}
      </Group>
      <Group gap="xs" align="end">
        <TextInput
          label="Number"
          placeholder="reach"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="metric-name"
        />
        <NumberInput label="Value" value={value} onChange={setValue} hideControls data-testid="metric-input" />
        <Button type="submit" variant="default" disabled={!name.trim() || typeof value !== 'number'} data-testid="metric-save">
          Set
        </Button>
      </Group>
    </form>
  )
}
