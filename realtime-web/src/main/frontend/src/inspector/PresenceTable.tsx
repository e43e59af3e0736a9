import { Table, Text } from '@mantine/core'
import type { Presences } from './presence'

/** Who is here, a line for each of a key's members. */
export function PresenceTable({ presences }: { presences: Presences }) {
  const lines = Object.entries(presences).flatMap(([key, metas]) => metas.map((meta) => ({ key, meta })))
  if (lines.length === 0) return null

  return (
    <Table.ScrollContainer minWidth={0}>
      <Table data-testid="presence-table">
        <Table.Caption>{lines.length} here</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Key</Table.Th>
            <Table.Th scope="col">State</Table.Th>
            <Table.Th scope="col">Ref</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ key, meta: { phx_ref, phx_ref_prev: _previous, ...state } }) => (
            <Table.Tr key={phx_ref} data-testid="presence-row">
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{key}</Table.Td>
              <Table.Td>
                <Text span size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }} dir="ltr">
                  {JSON.stringify(state)}
                </Text>
              </Table.Td>
              <Table.Td ff="monospace">{phx_ref}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
