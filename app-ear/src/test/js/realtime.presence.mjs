import { equal, eventually, ok, present, reconnect, subscribed, test, watch } from './realtime.kit.mjs'

test('presence: track, an update, the same again, untrack', async (t) => {
  const topic = t.topic()
  const watcher = t.client().channel(topic)
  const seen = watch(watcher, 'a')
  await subscribed(watcher)
  const channel = await subscribed(t.client().channel(topic, present('a')))

  equal(await channel.track({ n: 1 }), 'ok')
  await eventually('the join', () => seen.states.at(-1)?.length > 0)
  const before = watcher.presenceState().a[0].presence_ref
  ok(typeof before === 'string' && before, `a ref: ${before}`)
  equal(await channel.track({ n: 1 }), 'ok')
  equal(await channel.track({ n: 2 }), 'ok')
  await eventually('the update', () => seen.states.at(-1)?.[0] === 2)
  ok(watcher.presenceState().a[0].presence_ref !== before, 'another ref')
  // An update is one message, so no sync shows both or none; the same again is no message.
  equal(seen.states.filter((state) => state.length > 0), [[1], [2]])
  equal(seen.events, [['join', 1], ['join', 2], ['leave', 1]])
  // Its own socket hears of it when it does: neither with the other's nor with the `ok`.
  await eventually('its own update', () => channel.presenceState().a?.map((meta) => meta.n).join() === '2')

  equal(await channel.untrack(), 'ok')
  await eventually('the leave', () => seen.events.length > 3)
  equal(seen.events.at(-1), ['leave', 2])
  equal(watcher.presenceState(), {})
})

test('presence: two clients with the same key are two metas', async (t) => {
  const topic = t.topic()
  const [one, two] = await Promise.all([1, 2].map(() => subscribed(t.client().channel(topic, present('a')))))
  await one.track({ n: 1 })
  await two.track({ n: 2 })
  const numbers = (channel) => channel.presenceState().a?.map((meta) => meta.n).sort().join()
  for (const channel of [one, two]) await eventually('both', () => numbers(channel) === '1,2')
  equal(new Set(one.presenceState().a.map((meta) => meta.presence_ref)).size, 2)

  await two.untrack()
  for (const channel of [one, two]) await eventually('the first alone', () => numbers(channel) === '1')
})

test('presence: who comes late sees who is there', async (t) => {
  const topic = t.topic()
  const channel = t.client().channel(topic, present('a'))
  const joined = subscribed(channel)
  // Before the answer to the join this waits in the client, and goes out after it.
  equal(await channel.track({ n: 1, text: 'é ✓' }), 'ok')
  await joined

  const late = t.client().channel(topic)
  const seen = watch(late, 'a')
  await subscribed(late)
  await eventually('the state', () => seen.states.at(-1)?.length > 0)
  equal(seen.events, [['join', 1]])
  equal(late.presenceState().a[0].text, 'é ✓')
})

test('presence: a channel with listeners only gets a key from the server', async (t) => {
  const channel = t.client().channel(t.topic())
  let syncs = 0
  channel.on('presence', { event: 'sync' }, () => syncs++)
  await subscribed(channel)
  await eventually('the state', () => syncs > 0)
  equal(channel.presenceState(), {})

  await channel.track({ n: 1 })
  const [key, metas] = await eventually('itself', () => Object.entries(channel.presenceState())[0])
  ok(key.length > 0 && syncs > 1, 'a key and a sync')
  equal(metas.map((meta) => meta.n), [1])
})

test('presence: track turns it on for a channel without listeners', async (t) => {
  const topic = t.topic()
  const channel = await subscribed(t.client().channel(topic))
  equal(await channel.track({ n: 1 }), 'ok')
  await eventually('itself', () => Object.keys(channel.presenceState()).length === 1)
})

test('presence can be read over HTTP', async (t) => {
  const channel = await subscribed(t.client().channel(t.topic(), present('a')))
  await channel.track({ n: 1 })

  const address = `${t.url}/realtime/v1/api/presence/${encodeURIComponent(channel.subTopic)}`
  const state = await eventually('itself', async () => {
    const answer = await fetch(address, { headers: { apikey: t.anonKey } })
    equal(answer.status, 200)
    ok(answer.headers.get('content-type')?.startsWith('application/json'), 'JSON')
    const found = await answer.json()
    return Object.keys(found).length > 0 && found
  })
  equal(Object.keys(state), ['a'])
  equal(state.a.metas.map((meta) => [meta.n, typeof meta.phx_ref]), [[1, 'string']])
})

test('presence: without `client`, a closed socket leaves at once', async (t) => {
  const topic = t.topic()
  const watcher = t.client().channel(topic)
  const seen = watch(watcher, 'a')
  await subscribed(watcher)
  const { realtime } = t.client()
  const channel = await subscribed(realtime.channel(topic, present('a')))
  await channel.track({ n: 1 })
  await eventually('the join', () => seen.events.length > 0)

  realtime.disconnect()
  await eventually('the leave', () => seen.events.length > 1, { limit: 2000 })
  equal(seen.events, [['join', 1], ['leave', 1]])
})

test('presence: with `client`, who comes back in time never left, and who does not has left in the end', async (t) => {
  const topic = t.topic()
  const watcher = t.client().channel(topic, present('watcher'))
  const [back, gone] = ['back', 'gone'].map((key) => watch(watcher, key))
  await subscribed(watcher)
  const clients = ['back', 'gone'].map(() => t.client({ params: { client: crypto.randomUUID() } }).realtime)
  const channels = ['back', 'gone'].map((key, n) => clients[n].channel(topic, present(key)))
  for (const channel of channels) await (await subscribed(channel)).track({ n: 1 })
  await eventually('both', () => back.events.length > 0 && gone.events.length > 0)

  await reconnect(clients[0], channels[0])
  equal(await channels[0].track({ n: 1 }), 'ok')
  await watcher.track({ n: 0 })
  await eventually('itself', () => watcher.presenceState().watcher)
  equal(back.events, [['join', 1]], 'of the one who came back')

  // Its time of grace ends after that of the first closing, so by then the other would have left too.
  await clients[1].disconnect()
  equal(gone.events, [['join', 1]], 'of the one who is just gone')
  await eventually('the leave of the other', () => gone.events.length > 1, { limit: 40_000 })
  equal(gone.events, [['join', 1], ['leave', 1]])
  equal(back.events, [['join', 1]], 'of the one who came back, later')
})
