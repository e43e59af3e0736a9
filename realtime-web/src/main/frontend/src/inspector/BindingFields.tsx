import { Button, Checkbox, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import type { Access } from './ConnectForm'
import { checkFilter, operators } from './filter'
import type { BindingDraft } from './joinConfig'
import { useColumns } from './useColumns'

interface BindingFieldsProps {
  number: number
  binding: BindingDraft
  access: Access
  onChange: (binding: BindingDraft) => void
  onRemove: () => void
}

/** One entry of `postgres_changes`. What is wrong with its filter is said while it is typed. */
export function BindingFields({ number, binding, access, onChange, onRemove }: BindingFieldsProps) {
  const columns = useColumns(binding.schema === 'public' ? binding.table : '', access.key, access.token)
  const problem = checkFilter(binding.filter, columns)
  const change = (part: Partial<BindingDraft>) => onChange({ ...binding, ...part })

  const input = (label: string, name: 'schema' | 'table' | 'select' | 'since', placeholder = '') => (
    <TextInput
      label={label}
      placeholder={placeholder}
      flex="1 1 8rem"
      dir="ltr"
      value={binding[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      data-testid={`binding-${name}`}
    />
  )

  return (
    <Fieldset legend={`Changes ${number}`} radius="md" data-testid="binding">
      <Stack gap="sm">
        <Group gap="sm" align="end">
          <NativeSelect
            label="Event"
            data={['*', 'INSERT', 'UPDATE', 'DELETE']}
            value={binding.event}
            onChange={(event) => change({ event: event.currentTarget.value as BindingDraft['event'] })}
          />
          {input('Schema', 'schema')}
          {input('Table', 'table', 'all')}
        </Group>
        <TextInput
          label="Filter"
          placeholder="status=eq.open"
          description={`${columns ? `Columns: ${columns.join(', ')}. ` : ''}Operators: ${operators.join(', ')}.`}
          dir="ltr"
          value={binding.filter}
          error={problem && <FilterMark filter={binding.filter} at={problem.at} message={problem.message} />}
          onChange={(event) => change({ filter: event.currentTarget.value })}
          data-testid="binding-filter"
        />
        <Group gap="sm" align="end">
          {input('Columns', 'select', 'all')}
          {input('Since', 'since', 'now; or 2026-01-02T03:04:05Z')}
        </Group>
        <Group justify="space-between">
          <Checkbox
            label="Also rows that leave the filter"
            checked={binding.leave}
            onChange={(event) => change({ leave: event.currentTarget.checked })}
          />
          <Button size="xs" variant="default" onClick={onRemove} aria-label={`Remove changes ${number}`}>
            Remove
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}

/** The filter up to where it goes wrong, and what is wrong there. */
function FilterMark({ filter, at, message }: { filter: string; at: number; message: string }) {
  return (
    <span data-testid="filter-problem" data-at={at}>
      <Text span inherit ff="monospace" dir="ltr">
        {filter.slice(Math.max(0, at - 20), at)}▸{filter.slice(at, at + 12)}
      </Text>{' '}
      {message}
    </span>
  )
}
