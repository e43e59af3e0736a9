import { bytes, contents, equal, eventually, listen, ok, subscribed, test } from './realtime.kit.mjs'

const needsBinary = ({ vsn }) => vsn === '1.0.0' && 'version 1.0.0 has no binary frames'

for (const ack of [false, true]) {
  for (const self of [false, true]) {
    test(`broadcast with ack ${ack} and self ${self}`, async (t) => {
      const [a, b] = await t.two({ ack, self })
      equal(await a.send('there', { n: 1 }), 'ok')
      await eventually('the broadcast', () => b.heard.length > 0)
      equal(await b.send('back', { n: 2 }), 'ok')
      await eventually('the answer', () => a.heard.some(({ event }) => event === 'back'))
      const [there, back] = [['there', { n: 1 }], ['back', { n: 2 }]]
      equal(contents(a.heard), self ? [there, back] : [back])
      if (self) await eventually('its own', () => b.heard.length > 1)
      equal(contents(b.heard), self ? [there, back] : [there])
      equal(a.heard.at(-1).type, 'broadcast')
    })
  }
}

test('broadcasts of one sender keep their order', async (t) => {
  const [a, b] = await t.two()
  for (let n = 0; n < 100; n++) a.send('e', { n })
  await eventually(() => `100 broadcasts, there were ${b.heard.length}`, () => b.heard.length >= 100)
  equal(b.heard.map(({ payload }) => payload.n), Array.from({ length: 100 }, (_, n) => n))
})

test('broadcast of any characters, also in the topic and the event', async (t) => {
  const [a, b] = await t.two({}, `Tür:${t.topic()}:日本`)
  const payload = { text: 'é ✓ 日本 👩‍💻 "\\/\u2028\u0001', ключ: [null, true, -1.5e-7, { '': '' }] }
  await a.send('événement ✓', payload)
  await eventually('the broadcast', () => b.heard.length > 0)
  equal(contents(b.heard), [['événement ✓', payload]])
})

test('broadcast of 200 KB', async (t) => {
  const [a, b] = await t.two({ ack: true })
  const text = Array.from({ length: 25_600 }, (_, n) => String(n).padStart(8)).join('')
  equal(await a.send('large', { text }), 'ok')
  await eventually('the broadcast', () => b.heard.length > 0)
  ok(b.heard[0].payload.text === text, 'the same text')
})

test('broadcast of bytes', async (t) => {
  const [a, b] = await t.two({ ack: true })
  equal(await a.send('bytes', new Uint8Array([0, 1, 127, 128, 255]).buffer), 'ok')
  await eventually('the broadcast', () => b.heard.length > 0)
  equal([b.heard[0].event, bytes(b.heard[0].payload)], ['bytes', [0, 1, 127, 128, 255]])
}, needsBinary)

test('broadcast to and from a client of the other version', async (t) => {
  const topic = t.topic()
  const other = t.client({ vsn: t.vsn === '2.0.0' ? '1.0.0' : '2.0.0' }).channel(topic)
  const there = listen(other, 'broadcast', { event: '*' })
  await subscribed(other)
  const [a] = await t.two({}, topic)

  // Bytes are for version 2.0.0 only, so this one is not heard over 1.0.0.
  if (t.vsn === '2.0.0') await a.send('bytes', new Uint8Array([1]).buffer)
  await a.send('there', { text: 'é' })
  await eventually('the broadcast', () => there.length > 0)
  await other.send({ type: 'broadcast', event: 'back', payload: { n: 2 } })
  await eventually('the answer', () => a.heard.length > 0)
  equal(contents(there), [['there', { text: 'é' }]])
  equal(contents(a.heard), [['back', { n: 2 }]])
})

test('broadcast listeners: by event in any case, and by star', async (t) => {
  const topic = t.topic()
  const channel = t.client().channel(topic)
  const [loud, star, other] = ['CURSOR', '*', 'pointer'].map((event) => listen(channel, 'broadcast', { event }))
  await subscribed(channel)
  const [a] = await t.two({}, topic)
  await a.send('cursor', { n: 1 })
  await a.send('Pointer', { n: 2 })
  await eventually('both', () => other.length > 0)
  equal(contents(loud), [['cursor', { n: 1 }]])
  equal(contents(other), [['Pointer', { n: 2 }]])
  equal(contents(star), [['cursor', { n: 1 }], ['Pointer', { n: 2 }]])
})

test('send before the join goes over HTTP', async (t) => {
  const topic = t.topic()
  const [, b] = await t.two({}, topic)
  // The logger takes the client's warning, which would else go to the console.
  const channel = t.client({ logger: () => {} }).channel(topic)
  equal(await channel.send({ type: 'broadcast', event: 'e', payload: { text: 'é' } }), 'ok')
  await eventually('the broadcast', () => b.heard.length > 0)
  equal(contents(b.heard), [['e', { text: 'é' }]])
})

test('httpSend of JSON is heard by all, of bytes over version 2.0.0 only', async (t) => {
  const [a, b] = await t.two()
  equal(await a.channel.httpSend('bytes', new Uint8Array([0, 255]).buffer), { success: true })
  equal(await a.channel.httpSend('json', { text: 'é' }), { success: true })
  for (const { heard } of [a, b]) {
    await eventually('the JSON', () => heard.some(({ event }) => event === 'json'))
    const readable = heard.map(({ event, payload }) => [event, event === 'bytes' ? bytes(payload) : payload])
    equal(readable, [...(t.vsn === '2.0.0' ? [['bytes', [0, 255]]] : []), ['json', { text: 'é' }]])
  }
})

test('httpSend to a topic and an event with slashes, spaces and accents', async (t) => {
  const [a, b] = await t.two({}, `salle/é ${t.topic()}`)
  equal(await a.channel.httpSend('x/é y?', { n: 1 }), { success: true })
  await eventually('the broadcast', () => b.heard.length > 0)
  equal(contents(b.heard), [['x/é y?', { n: 1 }]])
})
