import type { RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js'
import { useEffect, useEffectEvent, useState } from 'react'
import { isOwnWrite } from '../rows/ownWrites'
import type { Row } from '../rows/types'
import { useChannel } from './useChannel'

const MOST_NOTIFICATIONS = 50
const TABLES = ['challenges', 'events', 'campaigns', 'content_items']

type Titled = Row & { title: string }

export interface Notification {
  id: string
  rowId: string
  table: string
  kind: 'changed' | 'deleted'
  title: string
  at: string
  read: boolean
}

interface Notifications {
  /** The newest first. */
  notifications: readonly Notification[]
  unread: number
  follows: (rowId: string) => boolean
  follow: (row: { id: string; title: string }, follow: boolean) => void
  markRead: () => void
}

/**
 * Says when a row that the user follows is changed or deleted by somebody else. What is followed is kept in this browser.
 *
 * @example const { notifications, unread, follow, follows } = useNotifications(supabase, session.user.id)
 */
export function useNotifications(supabase: SupabaseClient, userId: string): Notifications {
  const [followed, setFollowed] = useState(() => stored(userId))
  const [notifications, setNotifications] = useState<readonly Notification[]>([])

  useEffect(() => {
    store(userId, followed)
  }, [userId, followed])

  const hear = useEffectEvent((change: RealtimePostgresChangesPayload<Titled>) => {
    if (change.eventType === 'INSERT') return
    const deleted = change.eventType === 'DELETE'
    const row = (deleted ? change.old : change.new) as Titled
    const known = followed[row.id]
    if (known === undefined || isOwnWrite(row.id, deleted ? 'deleted' : row.version)) return
    const notification: Notification = {
      id: `${row.id} ${deleted ? 'deleted' : row.version}`,
      rowId: row.id,
      table: change.table,
      kind: deleted ? 'deleted' : 'changed',
      // Of a deleted row, the key alone may be told.
      title: row.title ?? known,
      at: change.commit_timestamp,
      read: false,
    }
    setNotifications((before) =>
      before.some(({ id }) => id === notification.id) ? before : [notification, ...before].slice(0, MOST_NOTIFICATIONS),
    )
  })

  useChannel(supabase, `notifications:${userId}`, {
    listen: (channel) => {
      for (const table of TABLES) {
        channel.on<Titled>('postgres_changes', { event: '*', schema: 'public', table }, (change) => hear(change))
      }
    },
  })

  return {
    notifications,
    unread: notifications.filter(({ read }) => !read).length,
    follows: (rowId) => followed[rowId] !== undefined,
    follow: ({ id, title }, follow) =>
      setFollowed((before) => {
        const { [id]: _gone, ...others } = before
        return follow ? { ...others, [id]: title } : others
      }),
    markRead: () => setNotifications((before) => before.map((one) => ({ ...one, read: true }))),
  }
}

const nameFor = (userId: string) => `belfry-follows:${userId}`

/** Ids to titles, of what is followed. */
function stored(userId: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(nameFor(userId)) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

function store(userId: string, followed: Record<string, string>): void {
  try {
    localStorage.setItem(nameFor(userId), JSON.stringify(followed))
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}
