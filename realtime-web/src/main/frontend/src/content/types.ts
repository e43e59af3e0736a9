import type { Row } from '../rows/types'

/** A row of `public.content_items`: a text that several people write. */
export type ContentItem = Row & {
  title: string
  body: string
  status: 'draft' | 'published' | 'archived'
  updated_by: string | null
}

export type ContentDraft = Pick<ContentItem, 'title' | 'body'>

/** The parts of a text that one can be at. */
export type Section = 'title' | 'body'

/** Somebody who has the text open. */
export interface Editor {
  name: string
  /** What they edit; null if they only read. */
  section: Section | null
  /** Offset of the character that they are at. */
  cursor: number
  /** When they typed or moved last. */
  lastActivity: string
}
