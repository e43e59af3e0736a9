import {
  broadcast,
  challenge,
  contents,
  equal,
  eventually,
  inserts,
  listen,
  ok,
  present,
  reconnect,
  subscribed,
  test,
  watch,
} from './realtime.kit.mjs'

test('subscribe says SUBSCRIBED, unsubscribe CLOSED, and the topic can be joined again at once', async (t) => {
  const { realtime } = t.client()
  const topic = t.topic()
  const joining = subscribed(realtime.channel(topic))
  equal(realtime.channel(topic).state, 'joining')
  const first = await joining
  equal([first.state, first.joinedOnce], ['joined', true])
  equal(await first.unsubscribe(), 'ok')
  equal(first.state, 'closed')
  equal(first.statuses, ['SUBSCRIBED', 'CLOSED'])

  const second = realtime.channel(topic, broadcast({ self: true }))
  ok(second !== first, 'another channel')
  const heard = listen(second, 'broadcast', { event: '*' })
  await subscribed(second)
  await second.send({ type: 'broadcast', event: 'again', payload: {} })
  await eventually('the broadcast', () => heard.length > 0)
  equal(second.statuses, ['SUBSCRIBED'])
})

test('unsubscribe leaves on the server too, at once', async (t) => {
  const topic = t.topic()
  const watcher = t.client().channel(topic)
  const seen = watch(watcher, 'a')
  await subscribed(watcher)
  const channel = await subscribed(t.client().channel(topic, present('a')))
  equal(await channel.track({ n: 1 }), 'ok')
  await eventually('the join', () => seen.events.length > 0)

  await channel.unsubscribe()
  await eventually('the leave', () => seen.events.length > 1, { limit: 2000 })
  equal(seen.events, [['join', 1], ['leave', 1]])
})

test('teardown makes a channel deaf', async (t) => {
  const { realtime } = t.client()
  const [deaf, hearing, speaking] = [t.topic(), t.topic(), t.client()]
  const heard = {}
  for (const topic of [deaf, hearing]) {
    heard[topic] = listen(realtime.channel(topic), 'broadcast', { event: '*' })
    await subscribed(realtime.channel(topic))
  }
  realtime.channel(deaf).teardown()
  equal(realtime.channel(deaf).state, 'closed')

  for (const topic of [deaf, hearing]) {
    const channel = await subscribed(speaking.channel(topic, broadcast({ ack: true })))
    equal(await channel.send({ type: 'broadcast', event: 'e', payload: {} }), 'ok')
  }
  await eventually('the other', () => heard[hearing].length > 0)
  equal(heard[deaf].length, 0)
})

test('updateJoinPayload goes with the join', async (t) => {
  const { token } = await t.session()
  const channel = t.plain().channel(t.topic())
  const heard = listen(channel, 'postgres_changes', inserts)
  channel.updateJoinPayload({ access_token: token })
  await subscribed(channel)

  const draft = await challenge(await t.ada(), { status: 'draft' })
  await eventually('the draft', () => heard.some((change) => change.new.id === draft.id))
})

test('copyBindings takes over listeners, but not into a joined channel', async (t) => {
  const [one, two] = [t.topic(), t.topic()]
  const { realtime } = t.client()
  const heard = listen(realtime.channel(one), 'broadcast', { event: 'e' })
  const copy = realtime.channel(two, broadcast({ self: true }))
  copy.copyBindings(realtime.channel(one))
  await subscribed(copy)
  await copy.send({ type: 'broadcast', event: 'e', payload: { n: 1 } })
  await eventually('the broadcast', () => heard.length > 0)

  let problem
  try {
    copy.copyBindings(realtime.channel(one))
  } catch (error) {
    problem = error.message
  }
  equal(problem, 'cannot copy bindings into joined channel')
})

test('after the socket was closed and opened again, the channel rejoins and hears as before', async (t) => {
  const [ada, listener] = [await t.ada(), t.client()]
  const topic = t.topic()
  const channel = listener.channel(topic)
  const changes = listen(channel, 'postgres_changes', inserts)
  const heard = listen(channel, 'broadcast', { event: '*' })
  await subscribed(channel)
  const speaker = await subscribed(ada.channel(topic))

  await reconnect(listener.realtime, channel)
  equal(channel.statuses, ['SUBSCRIBED', 'CHANNEL_ERROR', 'SUBSCRIBED'])
  const row = await challenge(ada)
  await speaker.send({ type: 'broadcast', event: 'e', payload: { n: 1 } })
  await eventually('the broadcast', () => heard.length > 0)
  await eventually('the change', () => changes.some((change) => change.new.id === row.id))
  equal(changes.filter((change) => change.new.id === row.id).length, 1)
  equal(contents(heard), [['e', { n: 1 }]])
})

test('a private channel is not for one whom no policy lets in', async (t) => {
  const channel = t.client().channel(t.topic(), { config: { private: true } })
  const statuses = []
  channel.subscribe((status, error) => statuses.push(`${status} ${error?.message}`))
  const refusal = `Unauthorized: You do not have permissions to read from this Channel topic: ${channel.subTopic}`
  await eventually(() => `the refusal, there was ${statuses}`, () => statuses.includes(`CHANNEL_ERROR ${refusal}`))
  ok(!statuses.some((status) => status.startsWith('SUBSCRIBED')), 'never subscribed')
})

test('httpSend to a private channel is not for one whom no policy lets in', async (t) => {
  const channel = t.client().channel(t.topic(), { config: { private: true } })
  const problem = await channel.httpSend('e', { n: 1 }).then(() => 'none', (error) => error.message)
  equal(problem, 'Unauthorized')
})

test('postgres_changes brings an insert, and system says that it listens', async (t) => {
  const ada = await t.ada()
  const { id } = await t.session()
  const channel = t.client().channel(t.topic())
  const filter = t.library.postgresChangesFilter().eq('created_by', id)
  const heard = listen(channel, 'postgres_changes', { ...inserts, filter })
  const system = listen(channel, 'system')
  await subscribed(channel)
  await eventually('the word of the system', () => system.length > 0)
  const message = 'Subscribed to PostgreSQL'
  equal(system, [{ extension: 'postgres_changes', status: 'ok', message, channel: channel.subTopic }])

  const row = await challenge(ada, { title: 'Über "alles" ✓' })
  const change = await eventually('the insert', () => heard.find((one) => one.new.id === row.id))
  ok(!Number.isNaN(Date.parse(change.commit_timestamp)), `a time: ${change.commit_timestamp}`)
  const { commit_timestamp, ...rest } = change
  equal(rest, { schema: 'public', table: 'challenges', eventType: 'INSERT', new: row, old: {}, errors: null })
})

test('an unknown column in a filter is told by system, and the channel lives', async (t) => {
  const channel = t.client().channel(t.topic(), broadcast({ self: true }))
  listen(channel, 'postgres_changes', { ...inserts, filter: 'nope=eq.1' })
  const system = listen(channel, 'system')
  const heard = listen(channel, 'broadcast', { event: '*' })
  await subscribed(channel)

  const { message, ...rest } = await eventually('the word of the system', () => system[0])
  equal(rest, { extension: 'postgres_changes', status: 'error', channel: channel.subTopic })
  ok(message.includes('invalid column for filter nope'), message)
  await channel.send({ type: 'broadcast', event: 'alive', payload: {} })
  await eventually('a broadcast', () => heard.length > 0)
})
