// Private channels: the letters behind the last colon of a topic say what its policies allow (private-channels.sql).
import { bytes, challenge, contents, equal, eventually, listen, ok, subscribed, test, watch } from './realtime.kit.mjs'

const isVersion1 = ({ vsn }) => vsn === '1.0.0' && 'version 1.0.0 has no binary frames'
const closed = (config = {}) => ({ config: { private: true, ...config } })
const isUnauthorized = async (channel) => {
  const problem = await subscribed(channel).then(() => 'none', (error) => error.message)
  equal(problem, `Unauthorized: You do not have permissions to read from this Channel topic: ${channel.subTopic}`)
}

test('a private channel of which a policy lets one hear, and one send', async (t) => {
  const topic = `${t.topic()}:bB`
  const listener = t.client().channel(topic, closed())
  const heard = listen(listener, 'broadcast', { event: '*' })
  await subscribed(listener)
  const speaker = await subscribed(t.client().channel(topic, closed({ broadcast: { ack: true } })))
  equal(await speaker.send({ type: 'broadcast', event: 'e', payload: { n: 1 } }), 'ok')
  await eventually('the broadcast', () => heard.length > 0)
  equal(contents(heard), [['e', { n: 1 }]])
  equal(await speaker.httpSend('http', { n: 2 }), { success: true })
  await eventually('the other', () => heard.length > 1)
})

test('a private channel that one may not read is not joined', async (t) => {
  await isUnauthorized(t.client().channel(`${t.topic()}:BPK`, closed()))
  await isUnauthorized(t.client().channel(`${t.topic()}:x`, closed()))
})

test('who may only hear cannot send, neither over the socket nor over HTTP', async (t) => {
  const channel = await subscribed(t.client().channel(`${t.topic()}:bp`, closed({ broadcast: { ack: true } })))
  equal(await channel.send({ type: 'broadcast', event: 'e', payload: {} }), 'error')
  equal(await channel.httpSend('e', {}).then(() => 'none', (error) => error.message), 'Unauthorized')
  equal(await channel.track({ n: 1 }), 'error')
})

test('who may see presence and not hear broadcasts, and the other way round', async (t) => {
  const topic = t.topic()
  const member = async (letters) => {
    const channel = t.client().channel(`${topic}:${letters}`, closed({ presence: { key: letters, enabled: true } }))
    const seen = watch(channel, letters)
    const heard = listen(channel, 'broadcast', { event: '*' })
    await subscribed(channel)
    return { channel, seen, heard }
  }
  const seeing = await member('pPB')
  equal(await seeing.channel.track({ n: 1 }), 'ok')
  await eventually('itself', () => seeing.seen.events.length > 0)
  const hearing = await member('bBP')
  equal(await hearing.channel.track({ n: 1 }), 'ok')
  const speaker = (letters) => t.client().channel(`${topic}:${letters}`, closed()).httpSend('e', {})
  await speaker('pPB')
  await speaker('bBP')
  await eventually('the broadcast', () => hearing.heard.length > 0)
  equal(seeing.heard, [])
  equal([hearing.seen.events, hearing.seen.states], [[], []])
})

test('a new token brings other rights', async (t) => {
  const { token } = await t.session()
  const realtime = t.plain()
  const channel = realtime.channel(`${t.topic()}:bU`, closed({ broadcast: { ack: true } }))
  await subscribed(channel)
  const send = () => channel.send({ type: 'broadcast', event: 'e', payload: {} })
  equal(await send(), 'error')
  await realtime.setAuth(token)
  equal(await send(), 'ok')
  await realtime.setAuth(t.anonKey)
  equal(await send(), 'error')
})

test('what the database sends is heard in its order', async (t) => {
  const topic = `${t.topic()}:b`
  const channel = t.client().channel(topic, closed({ broadcast: { replication_ready: true } }))
  const heard = listen(channel, 'broadcast', { event: '*' })
  const system = listen(channel, 'system')
  await subscribed(channel)
  await eventually('that it is ready', () => system.some((one) => one.message === 'Replication connection established'))

  await challenge(await t.ada(), { title: `send ${topic}` })
  await eventually(() => `the last, there were ${heard.length}`, () => heard.at(-1)?.payload.n === 4)
  const numbers = heard.filter(({ event }) => event === 'sent').map(({ payload }) => payload.n)
  equal(numbers, [1, 2, 3, 4])
  ok(heard[0].meta.id === heard[0].payload.id, 'its id')
  const raw = heard.filter(({ event }) => event === 'bytes').map(({ payload }) => bytes(payload))
  equal(raw, t.vsn === '2.0.0' ? [[0, 1, 255]] : [])
})

test('a trigger tells of a row', async (t) => {
  const topic = `${t.topic()}:b`
  const channel = t.client().channel(topic, closed())
  const heard = listen(channel, 'broadcast', { event: 'INSERT' })
  await subscribed(channel)

  const row = await challenge(await t.ada(), { title: `tell ${topic}` })
  await eventually('the row', () => heard.length > 0)
  const { record, ...rest } = heard[0].payload
  equal([record.id, record.title], [row.id, row.title])
  equal(rest, { old_record: null, operation: 'INSERT', table: 'challenges', schema: 'public', id: heard[0].meta.id })
})

test('what was stored is replayed, the oldest of the newest first', async (t) => {
  const topic = `${t.topic()}:b`
  const since = Date.now() - 60_000
  await challenge(await t.ada(), { title: `send ${topic}` })
  await challenge(await t.ada(), { title: `send ${topic}` })
  const replayed = async (replay, count) => {
    const channel = t.client().channel(topic, closed({ broadcast: { replay } }))
    const heard = listen(channel, 'broadcast', { event: 'sent' })
    await subscribed(channel)
    await eventually(() => `${count}, there were ${heard.length}`, () => heard.length >= count)
    ok(heard.every(({ meta }) => meta.replayed === true && meta.id), 'each says that it is replayed')
    return heard.map(({ payload }) => payload.n)
  }
  equal(await replayed({ since, limit: 25 }, 8), [1, 2, 3, 4, 1, 2, 3, 4])
  equal(await replayed({ since, limit: 2 }, 1), [4])
  equal(await replayed({ since, limit: 7 }, 5), [4, 1, 2, 3, 4])
})

test('what is kept is replayed to whoever comes later', async (t) => {
  const topic = `${t.topic()}:bBK`
  const speaker = await subscribed(t.client().channel(topic, closed({ broadcast: { ack: true } })))
  equal(await speaker.send({ type: 'broadcast', event: 'e', payload: { n: 1 }, persist: { ttl: 60 } }), 'ok')
  equal(await speaker.httpSend('e', { n: 2 }, { persist: true }), { success: true })

  const late = t.client().channel(topic, closed({ broadcast: { replay: { since: Date.now() - 60_000, limit: 10 } } }))
  const heard = listen(late, 'broadcast', { event: 'e' })
  await subscribed(late)
  await eventually('both', () => heard.length > 1)
  equal(contents(heard), [['e', { n: 1 }], ['e', { n: 2 }]])
}, isVersion1)

test('who may send, and not have it kept, is told', async (t) => {
  const channel = await subscribed(t.client().channel(`${t.topic()}:bB`, closed({ broadcast: { ack: true } })))
  equal(await channel.send({ type: 'broadcast', event: 'e', payload: {}, persist: true }), 'unauthorized')
}, isVersion1)
