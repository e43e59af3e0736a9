import { checkFilter } from './filter'
import type { JoinPayload } from './wire'

/** One entry of `postgres_changes`, as it is typed. */
export interface BindingDraft {
  id: number
  event: '*' | 'INSERT' | 'UPDATE' | 'DELETE'
  schema: string
  table: string
  filter: string
  /** Columns with commas between them; empty for all. */
  select: string
  /** Hears an update also when it takes the row out of the filter. */
  leave: boolean
  /** A time from which on changes are wanted too; empty for none. */
  since: string
}

/** What can be asked for with a join, as it is typed. */
export interface JoinDraft {
  topic: string
  private: boolean
  presence: boolean
  presenceKey: string
  self: boolean
  ack: boolean
  /** How far back kept messages are asked for, in minutes; empty for none. */
  replayMinutes: string
  replayLimit: string
  bindings: BindingDraft[]
}

export const emptyJoin: JoinDraft = {
  topic: '',
  private: false,
  presence: false,
  presenceKey: '',
  self: false,
  ack: false,
  replayMinutes: '',
  replayLimit: '',
  bindings: [],
}

export function newBinding(id: number): BindingDraft {
  return { id, event: '*', schema: 'public', table: '', filter: '', select: '', leave: false, since: '' }
}

/** Why this join would be refused, or would not do what is meant; empty if nothing is known against it. */
export function problemsOf(draft: JoinDraft): string[] {
  const problems: string[] = []
  const minutes = Number(draft.replayMinutes)
  const limit = Number(draft.replayLimit)
  if (!draft.topic.trim()) problems.push('A topic is missing.')
  if (draft.replayMinutes && !(minutes > 0)) problems.push('Replay: minutes are a number above 0.')
  if (draft.replayMinutes && !draft.private) problems.push('Replay: only private channels keep messages.')
  if (draft.replayLimit && !(Number.isInteger(limit) && limit >= 1 && limit <= 25)) {
    problems.push('Replay: the limit is a whole number from 1 to 25.')
  }
  draft.bindings.forEach((binding, index) => {
    const which = `Changes ${index + 1}`
    if (!binding.schema && !binding.table) problems.push(`${which}: a schema or a table is missing.`)
    const wrong = checkFilter(binding.filter)
    if (wrong) problems.push(`${which}, filter at character ${wrong.at + 1}: ${wrong.message}`)
    if (binding.since.trim() && !isTime(binding.since.trim())) {
      problems.push(`${which}, since: a time as in commit_timestamp, such as 2026-01-02T03:04:05.123Z.`)
    }
    if (binding.select && (binding.table === '*' || !binding.table)) {
      problems.push(`${which}: columns can be selected of one table only.`)
    }
  })
  return problems
}

/** The payload of `phx_join`, with only what is asked for. `nowMs` is the time that replay counts back from. */
export function joinPayload(draft: JoinDraft, token: string, nowMs: number): JoinPayload {
  const replay = draft.replayMinutes && {
    since: Math.round(nowMs - Number(draft.replayMinutes) * 60_000),
    ...(draft.replayLimit && { limit: Number(draft.replayLimit) }),
  }
  return {
    config: {
      broadcast: { ack: draft.ack, self: draft.self, ...(replay && { replay }) },
      presence: { enabled: draft.presence, key: draft.presenceKey },
      postgres_changes: draft.bindings.map(entry),
      private: draft.private,
    },
    ...(token && { access_token: token }),
  }
}

/** With a zone, as the server wants it. */
function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text))
}

function entry({ event, schema, table, filter, select, leave, since }: BindingDraft): Record<string, unknown> {
  const columns = select.split(',').map((name) => name.trim()).filter(Boolean)
  return {
    event,
    ...(schema && { schema }),
    ...(table && { table }),
    ...(filter.trim() && { filter: filter.trim() }),
    ...(columns.length > 0 && { select: columns }),
    ...(leave && { leave }),
    ...(since.trim() && { since: since.trim() }),
  }
}
