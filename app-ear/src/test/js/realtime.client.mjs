import {
  broadcast,
  canonical,
  challenge,
  contents,
  equal,
  eventually,
  inserts,
  listen,
  ok,
  subscribed,
  test,
} from './realtime.kit.mjs'

const needsWorker = ({ browser }) => !browser && 'only browsers have this Worker'

test('connect and disconnect go through the states of the connection', async (t) => {
  const { realtime } = t.client()
  equal(realtime.connectionState(), 'closed')

  realtime.connect()
  ok(realtime.isConnecting(), 'connecting')
  equal(realtime.connectionState(), 'connecting')
  await eventually('the connection', () => realtime.isConnected())
  equal(realtime.connectionState(), 'open')

  const gone = realtime.disconnect()
  ok(realtime.isDisconnecting(), 'disconnecting')
  equal(await gone, 'ok')
  ok(!realtime.isConnected(), 'disconnected')
  equal(realtime.connectionState(), 'closed')
})

test('endpointURL names the path, the key, the version and the parameters', async (t) => {
  const { realtime } = t.client({ params: { client: 'me' } })
  const { protocol, host, pathname, searchParams } = new URL(realtime.endpointURL())
  equal(`${protocol}//${host}${pathname}`, `${t.url.replace(/^http/, 'ws')}/realtime/v1/websocket`)
  equal(Object.fromEntries(searchParams), { apikey: t.anonKey, client: 'me', vsn: t.vsn })
})

test('a RealtimeClient of its own joins and broadcasts over /socket', async (t) => {
  const realtime = t.plain('/socket')
  const channel = realtime.channel(t.topic(), broadcast({ self: true }))
  const heard = listen(channel, 'broadcast', { event: '*' })
  await subscribed(channel)

  await channel.send({ type: 'broadcast', event: 'socket', payload: { n: 1 } })
  await eventually('the broadcast', () => heard.length === 1)
  equal(await channel.httpSend('http', { n: 2 }), { success: true })
  await eventually('the one over HTTP', () => heard.length === 2)
  equal(contents(heard), [['socket', { n: 1 }], ['http', { n: 2 }]])
})

test('a key that is none is not let in', async (t) => {
  const statuses = []
  t.plain('/realtime/v1', 'nonsense').channel(t.topic()).subscribe((status) => statuses.push(status))
  await eventually('the refusal', () => statuses.length > 0)
  ok(!statuses.includes('SUBSCRIBED') && statuses[0] === 'CHANNEL_ERROR', `refused: ${statuses}`)
})

test('channel, getChannels, removeChannel and removeAllChannels keep the list', async (t) => {
  const { realtime } = t.client()
  const [one, two] = [t.topic(), t.topic()]
  const first = await subscribed(realtime.channel(one))
  const second = await subscribed(realtime.channel(two))
  ok(realtime.channel(one) === first, 'the same topic is the same channel')
  equal(realtime.getChannels().map((channel) => channel.subTopic), [one, two])

  equal(await realtime.removeChannel(first), 'ok')
  equal(realtime.getChannels().map((channel) => channel.subTopic), [two])
  equal([first.state, second.state], ['closed', 'joined'])

  equal(await realtime.removeAllChannels(), ['ok'])
  equal(realtime.getChannels().length, 0)
  ok(!realtime.isConnected(), 'disconnected')
})

test('setAuth asks the callback, and a joined channel goes on with the new token', async (t) => {
  const ada = await t.ada()
  let token = t.anonKey
  const { realtime } = t.client({}, async () => token)
  const channel = realtime.channel(t.topic())
  const heard = listen(channel, 'postgres_changes', inserts)
  await subscribed(channel)
  const has = (row) => heard.some((change) => change.new.id === row.id)

  const draft = await challenge(ada, { status: 'draft' })
  const open = await challenge(ada)
  await eventually('the open challenge', () => has(open))
  ok(!has(draft), 'a draft is not for anonymous ears')

  token = (await t.session()).token
  await realtime.setAuth()
  equal(realtime.accessTokenValue, token)
  ok(!realtime._isManualToken(), 'the callback counts')
  // Nothing answers a token, so drafts are made until one is heard.
  const drafts = []
  const another = async () => drafts.push(await challenge(ada, { status: 'draft' })) && drafts.some(has)
  await eventually('a draft', another, { every: 250 })
})

test('signing in gives a joined channel the rights of the user', async (t) => {
  const supabase = t.client()
  const channel = supabase.channel(t.topic())
  const heard = listen(channel, 'postgres_changes', inserts)
  await subscribed(channel)

  const { error } = await supabase.auth.signInWithPassword({ email: 'ada@belfry.dev', password: 'belfry' })
  equal(error, null)
  const another = async () => {
    await challenge(supabase, { status: 'draft' })
    return heard.some((change) => change.new.status === 'draft')
  }
  await eventually('a draft', another, { every: 250 })
})

test('setAuth with a token, without a callback, is manual: it counts for the first join and stays', async (t) => {
  const { token } = await t.session()
  const realtime = t.plain()
  equal(realtime._isManualToken(), false)
  await realtime.setAuth(token)
  equal(realtime._isManualToken(), true)
  const channel = realtime.channel(t.topic())
  const heard = listen(channel, 'postgres_changes', inserts)
  await subscribed(channel)

  const draft = await challenge(await t.ada(), { status: 'draft' })
  await eventually('the draft', () => heard.some((change) => change.new.id === draft.id))
  await realtime.removeChannel(channel)
  equal(realtime.accessTokenValue, token)
})

test('sendHeartbeat is answered, and onHeartbeat hears it with the latency', async (t) => {
  const { realtime } = t.client()
  const beats = []
  realtime.onHeartbeat((status, latency) => beats.push({ status, latency }))
  realtime.connect()
  await eventually('the connection', () => realtime.isConnected())

  await realtime.sendHeartbeat()
  await eventually(() => `the answer, there was ${canonical(beats)}`, () => beats.length > 1)
  equal(beats.map((beat) => beat.status), ['sent', 'ok'])
  ok(beats[1].latency >= 0 && beats[1].latency < 8000, `a latency: ${beats[1].latency}`)
})

test('heartbeats go on by themselves', async (t) => {
  const beats = []
  const { realtime } = t.client({ heartbeatIntervalMs: 1000, heartbeatCallback: (status) => beats.push(status) })
  realtime.connect()
  await eventually('two answers', () => beats.length >= 4)
  equal(beats.slice(0, 4), ['sent', 'ok', 'sent', 'ok'])
})

test('heartbeats go on from a web worker', async (t) => {
  const beats = []
  const heartbeatCallback = (status) => beats.push(status)
  const { realtime } = t.client({ worker: true, heartbeatIntervalMs: 1000, heartbeatCallback })
  realtime.connect()
  await eventually('two answers', () => beats.length >= 4)
  equal(beats.slice(0, 4), ['sent', 'ok', 'sent', 'ok'])
}, needsWorker)

test('log reaches the logger, which also sees the wire', async (t) => {
  const lines = []
  const { realtime } = t.client({ logger: (...line) => lines.push(line) })
  equal([realtime.hasLogger(), t.client().realtime.hasLogger()], [true, false])
  realtime.log('mine', 'a line', { n: 1 })
  equal(lines.filter(([kind]) => kind === 'mine'), [['mine', 'a line', { n: 1 }]])

  const channel = await subscribed(realtime.channel(t.topic()))
  ok(lines.some(([kind, text]) => kind === 'receive' && text.startsWith(`ok ${channel.topic} phx_reply`)), 'the reply')
})

test('push sends what it is given, also from before the connection, and each gets the answer to its ref', async (t) => {
  const received = new Map()
  const { realtime } = t.client({ logger: (kind, text, data) => kind === 'receive' && received.set(text, data) })
  const [first, second] = [realtime._makeRef(), realtime._makeRef()]
  equal([typeof first, Number(second) - Number(first)], ['string', 1])
  const topic = `realtime:${t.topic()}`

  realtime.push({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: first })
  realtime.connect()
  await eventually('the first answer', () => received.has(`ok phoenix phx_reply (${first})`))
  realtime.push({ topic, event: 'hello', payload: {}, ref: second })
  await eventually('the second answer', () => received.has(`error ${topic} phx_reply (${second})`))
  equal(received.get(`error ${topic} phx_reply (${second})`).response, { reason: 'unmatched topic' })
})
