import type { SupabaseClient } from '@supabase/supabase-js'
import { act } from 'react'
import { vi } from 'vitest'

type AnyRow = Record<string, any>
type Callback = (payload: any) => void

/** A channel that the test speaks on as the server would. */
export class FakeChannel {
  state = 'closed'
  tracked: AnyRow[] = []
  sent: AnyRow[] = []
  presences: Record<string, AnyRow[]> = {}
  answer = 'ok'
  readonly topic: string
  private readonly listeners: { type: string; filter: AnyRow; callback: Callback }[] = []
  private status: (status: string) => void = () => {}

  constructor(
    readonly name: string,
    readonly options: AnyRow,
  ) {
    this.topic = `realtime:${name}`
  }

  on(type: string, filter: AnyRow, callback: Callback) {
    this.listeners.push({ type, filter, callback })
    return this
  }

  subscribe(status: (status: string) => void) {
    this.status = status
    return this
  }

  async track(state: AnyRow) {
    this.tracked.push(state)
    return 'ok'
  }

  async send(message: AnyRow) {
    this.sent.push(message)
    return this.answer
  }

  presenceState() {
    return this.presences
  }

  get bindings() {
    return this.listeners.filter(({ type }) => type === 'postgres_changes').map(({ filter }) => filter)
  }

  /** What the client calls back with, such as `SUBSCRIBED`. */
  async says(status: string) {
    this.state = status === 'SUBSCRIBED' ? 'joined' : 'closed'
    await act(async () => this.status(status))
  }

  async tells(type: string, event: string, payload: AnyRow = {}) {
    await act(async () => {
      for (const { type: wanted, filter, callback } of this.listeners) {
        if (wanted === type && [undefined, '*', event].includes(filter.event)) callback(payload)
      }
    })
  }

  /** A row of the table was changed, by whoever. */
  async changes(eventType: string, table: string, row: AnyRow) {
    const [fresh, old] = eventType === 'DELETE' ? [{}, row] : [row, {}]
    const change = { eventType, table, new: fresh, old, commit_timestamp: new Date().toISOString() }
    await act(async () => {
      for (const { type, filter, callback } of this.listeners) {
        if (type === 'postgres_changes' && [undefined, table].includes(filter.table)) callback(change)
      }
    })
  }
}

/** What the hooks use of a client: channels, and rows that are kept here and refuse stale versions as the server does. */
export class FakeSupabase {
  channels: FakeChannel[] = []
  tables: Record<string, AnyRow[]> = {}
  /** Refuses the next request with that error. */
  refuses?: { code: string; message: string }
  /** Holds answers back until they are released. */
  holding = false
  private held: (() => void)[] = []
  realtime = { setAuth: vi.fn(async () => {}) }

  /** The same as the hooks see it. */
  get client(): SupabaseClient {
    return this as unknown as SupabaseClient
  }

  channel(name: string, options: AnyRow) {
    const made = new FakeChannel(name, options)
    this.channels.push(made)
    return made
  }

  getChannels() {
    return this.channels
  }

  async removeChannel(channel: FakeChannel) {
    this.channels = this.channels.filter((other) => other !== channel)
  }

  /** The channel whose name begins so. */
  at(name: string): FakeChannel {
    const found = this.channels.find((channel) => channel.name.startsWith(name))
    if (!found) throw new Error(`no channel ${name} among ${this.channels.map((channel) => channel.name)}`)
    return found
  }

  from(table: string) {
    return new FakeRequest(this, (this.tables[table] ??= []))
  }

  release() {
    this.holding = false
    return act(async () => this.held.splice(0).forEach((go) => go()))
  }

  turn(): Promise<void> {
    return this.holding ? new Promise((go) => this.held.push(go)) : Promise.resolve()
  }
}

class FakeRequest {
  private filters: [string, unknown][] = []
  private work: (rows: AnyRow[]) => AnyRow[] = (rows) => rows
  private one: 'many' | 'single' = 'many'

  constructor(
    private readonly supabase: FakeSupabase,
    private readonly table: AnyRow[],
  ) {}

  select = () => this
  order = () => this

  eq(column: string, value: unknown) {
    this.filters.push([column, value])
    return this
  }

  single() {
    this.one = 'single'
    return this
  }

  maybeSingle() {
    return this.single()
  }

  insert(draft: AnyRow) {
    const now = new Date().toISOString()
    this.work = () => {
      const row = { created_by: 'me', created_at: now, updated_at: now, version: 1, ...draft }
      this.table.push(row)
      return [row]
    }
    return this
  }

  update(draft: AnyRow) {
    this.work = (rows) =>
      rows.map((row) => {
        if (row.version !== draft.version) throw { code: '40001', message: 'the row was changed meanwhile' }
        return Object.assign(row, draft, { version: row.version + 1, updated_at: new Date().toISOString() })
      })
    return this
  }

  delete() {
    this.work = (rows) => rows.map((row) => this.table.splice(this.table.indexOf(row), 1)[0]!)
    return this
  }

  async then(resolve: (answer: AnyRow) => void) {
    const answer = this.answer()
    await this.supabase.turn()
    resolve(answer)
  }

  private answer(): AnyRow {
    const { refuses } = this.supabase
    this.supabase.refuses = undefined
    if (refuses) return { data: null, error: refuses }
    try {
      const found = this.table.filter((row) => this.filters.every(([column, value]) => row[column] === value))
      const rows = this.work(found).map((row) => ({ ...row }))
      return { data: this.one === 'single' ? (rows[0] ?? null) : rows, error: null }
    } catch (error) {
      return { data: null, error }
    }
  }
}
