import type { SupabaseClient } from '@supabase/supabase-js'
import { useEffect, useEffectEvent, useState } from 'react'
import { type Member, membersOf, type State } from '../rooms/members'
import { useChannel } from './useChannel'

const MOST_NEWS = 20

/** What everybody in the room is told of one. */
export interface Visitor {
  name: string
  /** Where in the room, in the portal's own words. */
  location: string
}

export interface News {
  id: number
  kind: 'came' | 'left'
  name: string
}

interface Room {
  members: Member<Visitor>[]
  /** Who came and who left, the newest first. */
  news: readonly News[]
  joined: boolean
}

/**
 * Who is in a room, and where in it. A change of `me` is told to the others.
 *
 * @param room none for no room
 * @param userId the key: the windows of one user are one member
 * @example const { members, news } = useRoomPresence(supabase, 'lobby', session.user.id, { name, location: 'window' })
 */
export function useRoomPresence(
  supabase: SupabaseClient,
  room: string | undefined,
  userId: string,
  { name, location }: Visitor,
): Room {
  const [members, setMembers] = useState<Member<Visitor>[]>([])
  const [news, setNews] = useState<readonly News[]>([])
  const add = (kind: News['kind'], who?: Visitor) =>
    setNews((before) => [{ id: (before[0]?.id ?? 0) + 1, kind, name: who?.name ?? 'Somebody' }, ...before].slice(0, MOST_NEWS))

  const { joined, current } = useChannel(supabase, room && `room:${room}`, {
    options: { config: { presence: { key: userId } } },
    listen: (channel) => {
      channel.on('presence', { event: 'sync' }, () =>
        setMembers(membersOf(channel.presenceState<Visitor>() as State<Visitor>)),
      )
      // A change of place is a leave and a join; with one of several windows nobody comes or goes.
      channel.on('presence', { event: 'join' }, ({ currentPresences, newPresences }) => {
        if (currentPresences.length === 0) add('came', newPresences[0] as unknown as Visitor)
      })
      channel.on('presence', { event: 'leave' }, ({ currentPresences, leftPresences }) => {
        if (currentPresences.length === 0) add('left', leftPresences[0] as unknown as Visitor)
      })
    },
  })

  const track = useEffectEvent(() => void current()?.track({ name, location }))
  useEffect(() => {
    if (joined) track()
  }, [joined, name, location])

  useEffect(() => {
    setMembers([])
    setNews([])
  }, [room])

  return { members, news, joined }
}
