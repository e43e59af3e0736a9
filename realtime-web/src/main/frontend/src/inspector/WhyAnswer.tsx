import { Badge, Fieldset, Group, List, Stack, Table, Text } from '@mantine/core'
import { arrivedFor, cameTooLate, type Explanation, standing, type Verdict } from './explain'
import type { Joined, Logged } from './wire'

interface WhyAnswerProps {
  explanation: Explanation
  channel?: Joined
  frames: readonly Logged[]
}

/** What the server says of a row and one channel, and what is to be said of the channel itself. */
export function WhyAnswer({ explanation, channel, frames }: WhyAnswerProps) {
  const { said, change, policies, bindings } = explanation
  const asIs = channel && standing(channel)
  const late = channel && change && bindings.some(({ delivered }) => delivered) && cameTooLate(channel, change)
  const arrived = channel && change ? arrivedFor(frames, channel.topic, change) : []

  return (
    <Fieldset legend={channel?.topic ?? 'Without a channel'} radius="md" data-testid="why-answer">
      <Stack gap="sm">
        <Words testid="why-said">{said}</Words>
        {asIs && <Words testid="why-standing">{asIs}</Words>}
        {late && arrived.length === 0 && (
          <Words testid="why-late">
            By this machine’s clock the channel has heard changes only since after that one. With “Since” it hears earlier ones too.
          </Words>
        )}
        {policies.length > 1 && (
          <List size="sm" data-testid="why-policies">
            {policies.map(({ name, permissive, condition, holds }) => (
              <List.Item key={name}>
                {permissive ? 'Policy' : 'Restrictive policy'} <strong>{name}</strong>{' '}
                {holds === null ? 'has no answer' : holds ? 'holds' : 'does not hold'}:{' '}
                <Text span ff="monospace" size="sm" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
                  {condition}
                </Text>
              </List.Item>
            ))}
          </List>
        )}
        {bindings.map((verdict) => (
          <BindingVerdict
            key={verdict.id}
            verdict={verdict}
            above={said}
            arrived={arrived.includes(verdict.id)}
            heard={!asIs && !late}
          />
        ))}
      </Stack>
    </Fieldset>
  )
}

interface BindingVerdictProps {
  verdict: Verdict
  /** What has been said of the row already. */
  above: string
  arrived: boolean
  /** Whether the channel as such would hear it. */
  heard: boolean
}

function BindingVerdict({ verdict, above, arrived, heard }: BindingVerdictProps) {
  const { id, delivered, reason, said, conditions } = verdict
  const [words, colour] = arrived
    ? ['arrived', 'teal.6']
    : !delivered
      ? ['not delivered', 'red.6']
      : heard
        ? ['delivered', 'teal.6']
        : ['would be delivered', 'yellow.6']

  return (
    <Stack gap={4} data-testid="why-binding" data-reason={reason} data-verdict={words}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          Changes {id}
        </Text>
        <Badge variant="dot" color={colour} tt="none" fw={500}>
          {words}
        </Badge>
      </Group>
      {said !== above && <Words>{said}</Words>}
      {conditions.length > 0 && (
        <Table.ScrollContainer minWidth={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Asked for</Table.Th>
                <Table.Th scope="col">In the row</Table.Th>
                <Table.Th scope="col">Holds</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {conditions.map(({ condition, value, holds }, index) => (
                <Table.Tr key={index}>
                  <Table.Td ff="monospace" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
                    {condition}
                  </Table.Td>
                  <Table.Td ff="monospace" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
                    {value === undefined ? 'not known' : JSON.stringify(value)}
                  </Table.Td>
                  <Table.Td>{holds ? 'yes' : 'no'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  )
}

function Words({ children, testid }: { children: string; testid?: string }) {
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }} data-testid={testid}>
      {children}
    </Text>
  )
}
