import { Button, Divider, Group, Stack } from '@mantine/core'

const accounts = [
  { id: 'ada', name: 'Ada', email: 'ada@belfry.dev' },
  { id: 'ben', name: 'Ben', email: 'ben@belfry.dev' },
  { id: 'cai', name: 'Cai (admin)', email: 'cai@belfry.dev' },
]
const password = 'belfry'

interface DemoAccountsProps {
  disabled: boolean
  onChoose: (email: string, password: string) => void
}

export function DemoAccounts({ disabled, onChoose }: DemoAccountsProps) {
  return (
    <Stack gap="md">
      <Divider label="or take a demo account" labelPosition="center" />
      <Group grow preventGrowOverflow={false} wrap="nowrap" gap="xs">
        {accounts.map(({ id, name, email }) => (
          <Button
            key={id}
            variant="default"
            px="xs"
            disabled={disabled}
            data-testid={`demo-${id}`}
            onClick={() => onChoose(email, password)}
          >
            {name}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}
