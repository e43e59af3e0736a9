// What the cases of realtime.suite.mjs stand on. Nothing of Node is used here, as pages run it too.

/** The cases: each has a name, what it does with a bench, and why it is skipped in an environment (or nothing). */
export const cases = []

/**
 * Runs one case and cleans up after it. The environment: `library` (supabase-js), `url`, `anonKey`, `vsn`,
 * `transport` (in Node) and `browser` (whether it is one).
 */
export async function run(name, environment) {
  const bench = new Bench(environment)
  try {
    await cases.find((one) => one.name === name).body(bench)
  } finally {
    await bench.close()
  }
}

export const test = (name, body, skip = () => undefined) => cases.push({ name, body, skip })

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const canonical = (value) =>
  JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  )

export function equal(actual, expected, what = 'value') {
  const [got, wanted] = [canonical(actual), canonical(expected)]
  if (got !== wanted) throw new Error(`${what}: got ${got?.slice(0, 500)}, expected ${wanted?.slice(0, 500)}`)
}

export function ok(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`)
}

export async function eventually(what, condition, { limit = 8000, every = 20 } = {}) {
  const end = Date.now() + limit
  for (;;) {
    const result = await condition()
    if (result) return result
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'function' ? what() : what}`)
    await pause(every)
  }
}

/** Subscribes, waits for SUBSCRIBED and gives the channel back, with all its statuses so far and to come. */
export async function subscribed(channel) {
  const statuses = []
  let refusal
  channel.subscribe((status, error) => {
    statuses.push(status)
    // A join that the server refuses has a reason; a refused connection (too many at once) has none, and is tried again.
    if (status === 'CHANNEL_ERROR' && error?.cause?.reason) refusal = error
  })
  await eventually(() => `SUBSCRIBED, there was ${canonical(statuses)}`, () => {
    if (refusal) throw refusal
    return statuses.includes('SUBSCRIBED')
  })
  return Object.assign(channel, { statuses })
}

/** Closes the client's socket, opens it again and waits until the channel has rejoined. */
export async function reconnect(realtime, channel) {
  const joins = () => channel.statuses.filter((status) => status === 'SUBSCRIBED').length
  const before = joins()
  equal(await realtime.disconnect(), 'ok')
  realtime.connect()
  await eventually(() => `a rejoin, there was ${canonical(channel.statuses)}`, () => joins() > before)
}

/** All that arrives for the binding. */
export function listen(channel, type, filter = {}) {
  const heard = []
  channel.on(type, filter, (message) => heard.push(message))
  return heard
}

/** The joins and leaves of one key with the `n` of each meta, and all its `n` at each sync. */
export function watch(channel, key) {
  const seen = { events: [], states: [] }
  const numbers = (metas = []) => metas.map((meta) => meta.n)
  const event = (name, metas) => (message) => message.key === key && seen.events.push([name, ...numbers(message[metas])])
  channel.on('presence', { event: 'join' }, event('join', 'newPresences'))
  channel.on('presence', { event: 'leave' }, event('leave', 'leftPresences'))
  channel.on('presence', { event: 'sync' }, () => seen.states.push(numbers(channel.presenceState()[key])))
  return seen
}

export const present = (key) => ({ config: { presence: { key, enabled: true } } })
export const broadcast = (config) => ({ config: { broadcast: config } })
export const contents = (heard) => heard.map(({ event, payload }) => [event, payload])
export const bytes = (buffer) => [...new Uint8Array(buffer)]
export const inserts = { event: 'INSERT', schema: 'public', table: 'challenges' }

export async function challenge(supabase, values = {}) {
  const row = { title: 'A question', status: 'open', ...values }
  const { data, error } = await supabase.from('challenges').insert(row).select().single()
  if (error) throw new Error(JSON.stringify(error))
  return data
}

const sessions = new WeakMap()

class Bench {
  constructor(environment) {
    Object.assign(this, environment)
    this.environment = environment
    this.opened = []
  }

  topic() {
    return `suite:${crypto.randomUUID()}`
  }

  /** A client without sign-in, or with the tokens of the callback. */
  client(realtime = {}, accessToken) {
    const supabase = this.library.createClient(this.url, this.anonKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      realtime: { ...this.options(), ...realtime },
      ...(accessToken && { accessToken }),
    })
    this.opened.push(supabase.realtime)
    return supabase
  }

  /** A client that is ada's from its first join on. */
  async ada() {
    const { token } = await this.session()
    const supabase = this.client({}, async () => token)
    await eventually('the token', () => supabase.realtime.accessTokenValue === token)
    return supabase
  }

  /** A RealtimeClient without supabase-js around it, so without an access token callback. */
  plain(path = '/realtime/v1', apikey = this.anonKey) {
    const endpoint = this.url.replace(/^http/, 'ws') + path
    const realtime = new this.library.RealtimeClient(endpoint, { ...this.options(), params: { apikey } })
    this.opened.push(realtime)
    return realtime
  }

  options() {
    return { vsn: this.vsn, ...(this.transport && { transport: this.transport }) }
  }

  /** Ada's token and id; she signs in once for all cases of an environment. */
  session() {
    if (!sessions.has(this.environment)) sessions.set(this.environment, this.signIn())
    return sessions.get(this.environment)
  }

  async signIn() {
    const { data, error } = await this.client().auth.signInWithPassword({ email: 'ada@belfry.dev', password: 'belfry' })
    if (error) throw error
    return { token: data.session.access_token, id: data.user.id }
  }

  /** Two clients in one topic, each with all the broadcasts that it hears. */
  async two(config = {}, topic = this.topic()) {
    const member = async () => {
      const channel = this.client().channel(topic, broadcast(config))
      const heard = listen(channel, 'broadcast', { event: '*' })
      await subscribed(channel)
      return { channel, heard, send: (event, payload) => channel.send({ type: 'broadcast', event, payload }) }
    }
    return Promise.all([member(), member()])
  }

  async close() {
    await Promise.all(
      this.opened.map(async (realtime) => {
        await realtime.removeAllChannels()
        await realtime.disconnect()
      }),
    )
  }
}
