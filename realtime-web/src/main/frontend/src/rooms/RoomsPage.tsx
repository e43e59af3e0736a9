import { Badge, Group, List, NativeSelect, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import { type News, useRoomPresence } from '../hooks/useRoomPresence'
import { PageTitle } from '../layout/PageTitle'
import { Chat } from './Chat'
import { CursorBoard } from './CursorBoard'

const rooms = ['lobby', 'workshop', 'stage']
const places = ['door', 'window', 'table', 'stage']

interface RoomsPageProps {
  supabase: SupabaseClient
  me: { id: string; name: string }
}

export function RoomsPage({ supabase, me }: RoomsPageProps) {
  const [room, setRoom] = useState(rooms[0]!)
  const [location, setLocation] = useState(places[0]!)
  const { members, news } = useRoomPresence(supabase, room, me.id, { name: me.name, location })

  return (
    <Stack gap="lg">
      <PageTitle title="Rooms" lead="Who is here, what they say, where they point." />
      <Group gap="sm">
        <NativeSelect
          label="Room"
          value={room}
          data={rooms}
          onChange={(event) => setRoom(event.currentTarget.value)}
          data-testid="room-choice"
        />
        <NativeSelect
          label="I am at the"
          value={location}
          data={places}
          onChange={(event) => setLocation(event.currentTarget.value)}
          data-testid="room-place"
        />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="members-title">
          <Group justify="space-between" mb="sm">
            <Title order={2} size="h4" id="members-title">
              Here
            </Title>
            <Badge variant="default" data-testid="member-count">
              {members.length}
            </Badge>
          </Group>
          <List listStyleType="none" spacing={4}>
            {members.map(({ key, latest, windows }) => (
              <List.Item key={key} data-testid="member" data-key={key}>
                {latest.name}
                {key === me.id && ' (you)'}
                <Text span c="dimmed">
                  {` · ${latest.location}`}
                  {windows > 1 && ` · ${windows} windows`}
                </Text>
              </List.Item>
            ))}
          </List>
          <NewsList news={news} />
        </Paper>
        <Chat key={room} supabase={supabase} room={room} me={me} />
      </SimpleGrid>
      <CursorBoard key={room} supabase={supabase} room={room} me={me} />
    </Stack>
  )
}

function NewsList({ news }: { news: readonly News[] }) {
  return (
    <List listStyleType="none" size="sm" mt="md" c="dimmed" aria-live="polite" aria-label="Who came and left">
      {news.slice(0, 5).map(({ id, kind, name }) => (
        <List.Item key={id} data-testid="room-news">
          {name} {kind}
        </List.Item>
      ))}
    </List>
  )
}
