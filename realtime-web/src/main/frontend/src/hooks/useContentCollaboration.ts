import type { SupabaseClient } from '@supabase/supabase-js'
import { useRef, useState } from 'react'
import type { ContentDraft, ContentItem, Editor, Section } from '../content/types'
import { type Member, membersOf, type State } from '../rooms/members'
import type { Outcome } from '../rows/types'
import { useChannel } from './useChannel'
import { useRows } from './useRows'
import { useThrottled } from './useThrottled'

const TELL_EVERY_MS = 300

interface Collaboration {
  /** The text as it is now; none until it is loaded, and none once it is deleted. */
  item?: ContentItem
  loaded: boolean
  error?: string
  /** The others who have it open. */
  others: Member<Editor>[]
  /** Tells the others where one is. May be called with every key. */
  at: (section: Section | null, cursor: number) => void
  /** @param base the text as it was when the edit began: a save over a newer version is a conflict */
  save: (base: ContentItem, draft: ContentDraft) => Promise<Outcome<ContentItem>>
}

/**
 * A text that is written together: who is here, who edits which part, and a save that never goes over somebody else's.
 *
 * @example const { item, others, at, save } = useContentCollaboration(supabase, contentId, { id: user.id, name })
 */
export function useContentCollaboration(
  supabase: SupabaseClient,
  contentId: string,
  me: { id: string; name: string },
): Collaboration {
  const [members, setMembers] = useState<Member<Editor>[]>([])
  const place = useRef<{ section: Section | null; cursor: number }>({ section: null, cursor: 0 })
  const { rows, loaded, error, update } = useRows<ContentItem>(
    supabase,
    { table: 'content_items', column: 'id', value: contentId },
    me.id,
  )

  const tracked = (): Editor => ({ name: me.name, ...place.current, lastActivity: new Date().toISOString() })
  const { current } = useChannel(supabase, `content:${contentId}`, {
    options: { config: { presence: { key: me.id } } },
    listen: (channel) => {
      channel.on('presence', { event: 'sync' }, () =>
        setMembers(membersOf(channel.presenceState<Editor>() as unknown as State<Editor>)),
      )
    },
    onJoined: (channel) => void channel.track({ ...tracked() }),
  })
  const tell = useThrottled(() => void current()?.track({ ...tracked() }), TELL_EVERY_MS)

  return {
    item: rows[0],
    loaded,
    error,
    others: members.filter(({ key }) => key !== me.id),
    at: (section, cursor) => {
      place.current = { section, cursor }
      tell()
    },
    save: (base, draft) => update(base, { ...draft, updated_by: me.id }),
  }
}
