import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch } from './browser.mjs'
import { proxyTo } from './proxy.mjs'
import { challenge, eventually, signedIn, url } from './server.mjs'

// Ada's page loses its connection while Ben, who keeps his, goes on.
describe('each hook after a connection that was cut', () => {
  let browser, proxy, page, ben
  const complaints = []

  before(async () => {
    ben = await signedIn('ben')
    proxy = await proxyTo(url)
    browser = await launch()
    page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(proxy.url)
    await page.getByTestId('demo-ada').click()
    await status('connected')
  })

  after(async () => {
    await ben?.removeAllChannels()
    await browser?.close()
    proxy?.close()
  })

  const status = (wanted) => page.locator(`[data-testid=connection-status][data-status=${wanted}]`).waitFor()

  async function goTo(path) {
    await page.getByTestId(`nav-${path}`).click()
    await page.locator(`[data-testid=nav-${path}][aria-current=page]`).waitFor()
    await status('connected')
  }

  /** What is done while the page is cut off. */
  async function meanwhile(action) {
    proxy.cut()
    await page.locator('[data-testid=connection-status]:not([data-status=connected])').waitFor()
    try {
      await action()
    } finally {
      proxy.mend()
    }
    await status('connected')
  }

  const done = async (request) => {
    const { data, error } = await request
    assert.equal(error, null)
    return data
  }

  /** Ben on a channel, once he has joined. */
  function joined(name, config, listen = (channel) => channel) {
    return new Promise((resolve, reject) => {
      const channel = listen(ben.channel(name, { config }))
      channel.subscribe((state, error) => {
        if (state === 'SUBSCRIBED') resolve(channel)
        if (state === 'CHANNEL_ERROR' || state === 'TIMED_OUT') reject(error ?? new Error(state))
      })
    })
  }

  const row = (title) =>
    page.getByTestId('challenge-row').filter({ has: page.getByTestId('challenge-title').getByText(title, { exact: true }) })

  test('rows that came, changed and went are there, have changed and are gone', async () => {
    const mark = Date.now()
    const changed = await challenge(ben, { title: `Changes ${mark}` })
    const deleted = await challenge(ben, { title: `Goes ${mark}` })
    await row(`Goes ${mark}`).waitFor()

    await meanwhile(async () => {
      await challenge(ben, { title: `Comes ${mark}` })
      await done(ben.from('challenges').update({ title: `Changed ${mark}` }).eq('id', changed.id))
      await done(ben.from('challenges').delete().eq('id', deleted.id))
    })

    await row(`Comes ${mark}`).waitFor()
    await row(`Changed ${mark}`).waitFor()
    await row(`Goes ${mark}`).waitFor({ state: 'detached' })
    await challenge(ben, { title: `Live again ${mark}` })
    await row(`Live again ${mark}`).waitFor()
  })

  test('what became of a row that is followed is told, once', async () => {
    const { id, title } = await challenge(ben, { title: `Followed ${Date.now()}` })
    await row(title).getByTestId('challenge-follow').click()

    await meanwhile(() => done(ben.from('challenges').update({ status: 'closed' }).eq('id', id)))

    await page.locator('[data-testid=notifications][data-unread="1"]').click()
    await page.getByTestId('notification').getByText(title).waitFor()
    assert.equal(await page.getByTestId('notification').count(), 1)
    await page.keyboard.press('Escape')
    await page.locator('[data-testid=notifications][data-unread="0"]').waitFor()
  })

  test('who came to an event meanwhile is counted', async () => {
    await goTo('events')
    const title = `Event ${Date.now()}`
    const event = await done(ben.from('events').insert({ title }).select().single())
    const card = page.getByTestId('event').filter({ hasText: title })
    await card.locator('[data-count="0"]').waitFor()

    await meanwhile(() =>
      done(ben.from('event_participants').insert({ event_id: event.id, user_id: ben.userId, status: 'registered' })),
    )
    await card.locator('[data-count="1"]').waitFor()
  })

  test('a room knows who is where now, and has what was said, in order and once', async () => {
    await goTo('rooms')
    const left = []
    const room = await joined('room:lobby', { presence: { key: ben.userId } }, (channel) =>
      channel.on('presence', { event: 'leave' }, ({ key }) => left.push(key)),
    )
    await room.track({ name: 'Ben', location: 'door' })
    const chat = await joined('chat:lobby', { broadcast: { ack: true } })
    const says = (text) =>
      chat.send({
        type: 'broadcast',
        event: 'message',
        payload: { id: crypto.randomUUID(), userId: ben.userId, name: 'Ben', text, at: new Date().toISOString() },
      })
    await page.getByTestId('member').nth(1).getByText('door').waitFor()
    await says('before')
    await page.getByTestId('chat-message').getByText('before').waitFor()

    await meanwhile(async () => {
      await room.track({ name: 'Ben', location: 'window' })
      await says('one')
      await says('two')
    })

    await page.getByTestId('member').getByText('window').waitFor()
    await page.getByTestId('chat-message').getByText('two').waitFor()
    await says('after')
    await page.getByTestId('chat-message').getByText('after').waitFor()
    const said = await page.getByTestId('chat-message').locator('p:last-child').allTextContents()
    assert.deepEqual(said.slice(-4), ['before', 'one', 'two', 'after'])
    assert.deepEqual(left.filter((key) => key !== ben.userId), [], 'nobody sees Ada leave')
    await page.getByTestId('room-place').selectOption('table')
    await eventually('Ada at the table', () =>
      Object.values(room.presenceState()).flat().some(({ location }) => location === 'table'),
    )
    await eventually('Ada once', () => Object.keys(room.presenceState()).length === 2)

    await meanwhile(() => room.untrack())
    await page.locator('[data-testid=member-count]').getByText('1', { exact: true }).waitFor()
    await ben.removeAllChannels()
  })

  test('a text that is written together has what was saved, and who is where in it', async () => {
    const title = `Text ${Date.now()}`
    const text = await done(ben.from('content_items').insert({ title, body: 'Begun' }).select().single())
    await goTo('content')
    await page.getByTestId('content-choice').selectOption({ label: title })
    const writers = await joined(`content:${text.id}`, { presence: { key: ben.userId } })
    const at = (section, cursor) => writers.track({ name: 'Ben', section, cursor, lastActivity: new Date().toISOString() })
    await at(null, 0)
    await page.getByTestId('editor').waitFor()

    await meanwhile(async () => {
      await at('body', 7)
      await done(ben.from('content_items').update({ body: 'Begun and gone on with' }).eq('id', text.id))
    })

    await page.locator('[data-testid=editing-body][data-cursor="7"]').waitFor()
    await page.waitForFunction(() => document.querySelector('[data-testid=content-body]').value === 'Begun and gone on with')
    await page.getByTestId('content-body').fill('Ada goes on')
    await eventually('Ada in the text', () =>
      Object.values(writers.presenceState()).flat().some(({ section, cursor }) => section === 'body' && cursor === 11),
    )
    await ben.removeAllChannels()
  })

  test('all changes are heard, those from meanwhile too', async () => {
    await goTo('changes')
    await page.getByTestId('debug-said').getByText('Subscribed').waitFor()
    const title = `Debugged ${Date.now()}`
    await meanwhile(() => challenge(ben, { title }))
    await page.getByTestId('debug-change').getByText(title).waitFor()
  })

  test('the health of the connection tells of it, and measures again', async () => {
    await goTo('health')
    const reconnects = async () => Number(await page.getByTestId('health-reconnects').textContent())
    const before = await reconnects()
    await meanwhile(() => page.getByTestId('health-round-trip').getByText('not known').waitFor())
    await page.getByTestId('health-state').getByText('connected', { exact: true }).waitFor()
    await page.getByTestId('health-round-trip').getByText(/^\d+ ms$/).waitFor()
    await eventually('the reconnect counted', async () => (await reconnects()) > before)
  })

  test('nothing went wrong in the page', () => {
    assert.deepEqual(complaints, [])
  })
})
