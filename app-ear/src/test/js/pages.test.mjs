import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import axe from 'axe-core'
import { launch } from './browser.mjs'
import { url } from './server.mjs'

const SCREENSHOTS = process.env.BELFRY_SCREENSHOTS
const PAGES = ['challenges', 'mine', 'secure', 'events', 'campaigns', 'content', 'rooms', 'health', 'changes']

describe('the pages of the portal in two windows', () => {
  let browser, ada, ben
  const complaints = []

  before(async () => {
    browser = await launch()
    ada = await signedIn('ada')
    ben = await signedIn('ben')
  })

  after(() => browser?.close())

  async function signedIn(name) {
    const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${name}: ${message.text()}`)
    })
    await page.goto(url)
    await page.getByTestId(`demo-${name}`).click()
    await connected(page)
    return page
  }

  const connected = (page) => page.locator('[data-testid=connection-status][data-status=connected]').waitFor()

  /** Both windows on a page, joined to all that it listens to. */
  async function both(path) {
    for (const page of [ada, ben]) {
      await page.getByTestId(`nav-${path}`).click()
      await page.locator(`[data-testid=nav-${path}][aria-current=page]`).waitFor()
    }
    await Promise.all([connected(ada), connected(ben)])
  }

  async function make(page, title) {
    await page.getByTestId('new-title').fill(title)
    await page.getByTestId('new-make').click()
  }

  const row = (page, title) =>
    page.getByTestId('challenge-row').filter({ has: page.getByTestId('challenge-title').getByText(title, { exact: true }) })

  async function newChallenge(title) {
    await ada.getByTestId('challenge-new').click()
    await ada.getByTestId('form-title').fill(title)
    await ada.getByTestId('form-status').selectOption('open')
    await ada.getByTestId('form-save').click()
    await ada.getByTestId('form-title').waitFor({ state: 'detached' })
  }

  test('who follows a challenge is told when somebody else changes it', async () => {
    const title = `Followed ${Date.now()}`
    await both('challenges')
    await newChallenge(title)
    await row(ben, title).getByTestId('challenge-follow').click()

    await row(ada, title).getByTestId('challenge-edit').click()
    await ada.getByTestId('form-status').selectOption('closed')
    await ada.getByTestId('form-save').click()
    await ben.locator('[data-testid=notifications][data-unread="1"]').click()
    await ben.getByTestId('notification').getByText(title).waitFor()
    await ben.keyboard.press('Escape')
    await ben.locator('[data-testid=notifications][data-unread="0"]').waitFor()
    assert.equal(await ada.getByTestId('notifications').getAttribute('data-unread'), '0')
  })

  test('my challenges are mine alone, and follow what I do elsewhere', async () => {
    const title = `Mine ${Date.now()}`
    await ada.getByTestId('nav-challenges').click()
    await ben.getByTestId('nav-mine').click()
    const elsewhere = await ada.context().newPage()
    await elsewhere.goto(`${url}/#/mine`)
    await connected(elsewhere)
    await newChallenge(title)

    await row(elsewhere, title).waitFor()
    assert.deepEqual(new Set(await elsewhere.getByTestId('challenge-owner').allTextContents()), new Set(['you']))
    assert.equal(await row(ben, title).count(), 0)
    await elsewhere.close()
  })

  test('a private row of somebody else never arrives, and comes live once it is published', async () => {
    const title = `Private ${Date.now()}`
    await both('secure')
    await make(ben, `${title}, of Ben`)
    const secret = (page, of) => page.getByTestId('secure-row').filter({ hasText: `${title}, of ${of}` })
    await secret(ben, 'Ben').waitFor()
    await make(ada, `${title}, of Ada`)
    await secret(ada, 'Ada').waitFor()

    // Hers came after his: what was to arrive has.
    assert.equal(await secret(ada, 'Ben').count(), 0)
    assert.equal(await ada.getByTestId('secure-counts').getAttribute('data-foreign'), '0')
    await ada.reload()
    await secret(ada, 'Ada').waitFor()
    assert.equal(await secret(ada, 'Ben').count(), 0)
    if (SCREENSHOTS) await ada.screenshot({ path: `${SCREENSHOTS}/secure.png` })

    await ada.getByTestId('nav-challenges').click()
    await secret(ben, 'Ben').getByTestId('secure-publish').click()
    await row(ada, `${title}, of Ben`).waitFor()
    await secret(ben, 'Ben').waitFor({ state: 'detached' })
  })

  test('an event counts who comes, in both windows', async () => {
    const title = `Event ${Date.now()}`
    await both('events')
    await ada.getByTestId('event-new').click()
    await ada.getByTestId('form-title').fill(title)
    await ada.getByTestId('form-startsAt').fill('2031-05-06T18:30')
    await ada.getByTestId('form-location').fill('Room 7')
    await ada.getByTestId('form-capacity').fill('two')
    await ada.getByTestId('form-save').click()
    await ada.getByText('A whole number from 1').waitFor()
    if (SCREENSHOTS) await ada.screenshot({ path: `${SCREENSHOTS}/event-form.png` })
    await ada.getByTestId('form-capacity').fill('2')
    await ada.getByTestId('form-save').click()

    const event = (page) => page.getByTestId('event').filter({ hasText: title })
    await event(ben).getByTestId('event-where').getByText(/2031.*Room 7/).waitFor()
    await event(ben).getByTestId('event-take-part').click()
    await event(ada).locator('[data-count="1"]').waitFor()
    await event(ada).getByTestId('event-take-part').click()
    await event(ben).locator('[data-count="2"]').waitFor()
    await event(ben).getByText('2 come, of 2').waitFor()
    await event(ben).getByRole('button', { name: `I cannot come: ${title}` }).click()
    await event(ada).locator('[data-count="1"]').waitFor()
  })

  test('an event is edited and deleted by its owner, and by nobody else', async () => {
    const title = `Edited ${Date.now()}`
    await both('events')
    await ada.getByTestId('event-new').click()
    await ada.getByTestId('form-title').fill(title)
    await ada.getByTestId('form-save').click()
    const event = (page) => page.getByTestId('event').filter({ hasText: title })

    await event(ben).getByTestId('event-edit').click()
    await ben.getByTestId('form-location').fill('Mine now')
    await event(ada).getByTestId('event-edit').click()
    await ada.getByTestId('form-location').fill('The garden')
    await ada.getByTestId('form-save').click()
    await ada.getByTestId('form-save').waitFor({ state: 'detached' })
    await ben.getByTestId('conflict').waitFor()
    await ben.getByTestId('conflict-keep').click()
    await ben.getByTestId('form-save').click()
    await ben.getByTestId('form-problem').getByText('not allowed').waitFor()
    await ben.keyboard.press('Escape')
    await event(ben).getByTestId('event-where').getByText('The garden').waitFor()

    await event(ben).getByTestId('event-delete').click()
    await ben.getByTestId('delete-confirm').click()
    await ben.getByTestId('delete-problem').getByText('not allowed').waitFor()
    await ben.keyboard.press('Escape')
    await event(ada).getByTestId('event-delete').click()
    await ada.getByTestId('delete-confirm').click()
    await event(ben).waitFor({ state: 'detached' })
  })

  test("a campaign's status, numbers and approval follow its owner, and nobody else", async () => {
    const title = `Campaign ${Date.now()}`
    await both('campaigns')
    await make(ada, title)
    await ada.getByRole('region', { name: title }).waitFor()
    await ben.getByTestId('campaign-choice').selectOption({ label: title })
    await ben.getByRole('region', { name: title }).waitFor()
    await connected(ben)

    await ada.getByTestId('campaign-status').getByText('active').click()
    await ben.locator('[data-testid=campaign][data-status=active]').waitFor()
    await ada.getByTestId('metric-name').fill('reach')
    await ada.getByTestId('metric-input').fill('1200')
    await ada.getByTestId('metric-save').click()
    await ben.locator('[data-testid=metric][data-name=reach]').getByText('1200').waitFor()
    await ada.getByTestId('campaign-approve').click()
    await ben.getByTestId('campaign-approval').getByText('approved').waitFor()

    await ben.getByTestId('campaign-status').getByText('paused').click()
    await ben.getByTestId('problem').getByText('not allowed').waitFor()
    await ben.locator('[data-testid=campaign][data-status=active]').waitFor()
  })

  test('two who write one text see each other, and neither loses what the other has saved', async () => {
    const title = `Text ${Date.now()}`
    await both('content')
    await make(ada, title)
    await ada.getByRole('region', { name: title }).waitFor()
    await ben.getByTestId('content-choice').selectOption({ label: title })
    await ben.getByTestId('editor').waitFor()

    await ada.getByTestId('content-body').fill('By Ada')
    await ben.locator('[data-testid=editing-body][data-cursor="6"]').waitFor()
    await ben.getByTestId('content-body').fill('By Ben')
    await ada.getByTestId('content-save').click()
    await ben.getByTestId('content-conflict').waitFor()
    assert.match(await ben.getByTestId('conflict-theirs').textContent(), /By Ada/)
    assert.match(await ben.getByTestId('conflict-mine').textContent(), /By Ben/)
    if (SCREENSHOTS) await ben.screenshot({ path: `${SCREENSHOTS}/conflict.png` })

    await ben.getByTestId('conflict-keep-mine').click()
    await ben.getByTestId('content-save').click()
    await ada.waitForFunction(() => document.querySelector('[data-testid=content-body]').value === 'By Ben')
  })

  test('of two who save one text at once, the slower one keeps what they have written', async () => {
    const title = `Raced ${Date.now()}`
    await both('content')
    await make(ada, title)
    await ada.getByRole('region', { name: title }).waitFor()
    await ben.getByTestId('content-choice').selectOption({ label: title })
    await ben.getByRole('region', { name: title }).waitFor()
    await ada.getByTestId('content-body').fill('Ada was faster')
    await ben.getByTestId('content-body').fill('Ben was slower')

    // Ben's save is on its way while Ada's is done.
    await ben.route('**/rest/v1/content_items*', async (route) => {
      if (route.request().method() === 'PATCH') {
        await ada.getByTestId('content-save').click()
        await ada.locator('[data-testid=content-save]:disabled:not([data-loading])').waitFor()
      }
      await route.continue()
    })
    await ben.getByTestId('content-save').click()
    await ben.getByTestId('content-conflict').waitFor()
    await ben.unroute('**/rest/v1/content_items*')
    assert.match(await ben.getByTestId('conflict-theirs').textContent(), /Ada was faster/)
    assert.equal(await ben.getByTestId('content-body').inputValue(), 'Ben was slower')
    await ben.getByTestId('conflict-take-theirs').click()
  })

  test('a room shows who is there and where, what they say and where they point', async () => {
    await both('rooms')
    await ada.getByTestId('member').nth(1).waitFor()
    await ben.getByTestId('room-place').selectOption('window')
    await ada.getByTestId('member').getByText('window').waitFor()

    await ben.getByTestId('chat-text').fill('Hello from Ben')
    await ben.getByTestId('chat-send').click()
    await ada.getByTestId('chat-message').getByText('Hello from Ben').waitFor()
    await ben.locator('[data-testid=chat-message][data-state=sent]').waitFor()

    await ben.getByTestId('cursor-board').hover({ position: { x: 40, y: 40 } })
    await ada.getByTestId('cursor').waitFor()
    if (SCREENSHOTS) await ada.screenshot({ path: `${SCREENSHOTS}/rooms.png` })

    await ben.getByTestId('nav-challenges').click()
    await ada.getByTestId('room-news').getByText('left').waitFor()
    assert.equal(await ada.getByTestId('member').count(), 1)
  })

  test('all changes are seen as they come', async () => {
    const title = `Debugged ${Date.now()}`
    await ben.getByTestId('nav-changes').click()
    await ben.getByTestId('debug-said').getByText('Subscribed').waitFor()
    await ada.getByTestId('nav-challenges').click()
    await newChallenge(title)
    await ben.getByTestId('debug-change').getByText(title).waitFor()
  })

  test('after a lost connection everything comes back, with what was missed', async () => {
    const title = `Missed ${Date.now()}`
    await both('challenges')
    await ben.context().setOffline(true)
    await ben.evaluate(() => dispatchEvent(new Event('offline')))
    await ben.locator('[data-testid=connection-status]:not([data-status=connected])').waitFor()
    await newChallenge(title)
    await ben.context().setOffline(false)
    await connected(ben)
    await row(ben, title).waitFor()

    await ben.getByTestId('nav-health').click()
    await ben.getByTestId('latency-words').getByText('Median').waitFor()
    assert.ok(Number(await ben.getByTestId('health-messages-in').textContent()) > 0)
  })

  for (const colours of ['light', 'dark']) {
    test(`every page can be used by everybody, in ${colours} colours, wide and narrow`, async () => {
      const hurts = []
      await ada.evaluate((value) => localStorage.setItem('mantine-color-scheme-value', value), colours)
      for (const width of [1200, 360]) {
        await ada.setViewportSize({ width, height: 800 })
        await ada.reload()
        await connected(ada)
        for (const path of PAGES) {
          await ada.getByTestId(`nav-${path}`).click()
          await ada.locator(`[data-testid=nav-${path}][aria-current=page]`).waitFor()
          await connected(ada)
          hurts.push(...(await hurtsOf(`${path}-${colours}-${width}`)))
        }
      }
      assert.deepEqual(hurts, [])
    })
  }

  test('from right to left every page is mirrored, and can be used by everybody', async () => {
    const hurts = []
    const landmarks = ['user-menu', 'colour-scheme', 'nav-challenges', 'challenge-new']
    const edges = () =>
      ada.evaluate((ids) => {
        const { clientWidth } = document.documentElement
        const found = [...ids.map((id) => `[data-testid=${id}]`), 'h1'].map((one) => document.querySelector(one))
        return found.map((element) => {
          const { left, right } = element.getBoundingClientRect()
          return { left: Math.round(left), right: Math.round(clientWidth - right) }
        })
      }, landmarks)
    const show = async (path, direction, width) => {
      await ada.setViewportSize({ width, height: 800 })
      await ada.goto(`${url}/?dir=${direction}#/${path}`)
      await ada.locator(`[data-testid=nav-${path}][aria-current=page]`).waitFor()
      await connected(ada)
    }
    for (const width of [1200, 360]) {
      await show('challenges', 'ltr', width)
      const before = await edges()
      await show('challenges', 'rtl', width)
      const after = await edges()
      for (const [index, { left, right }] of before.entries()) {
        const which = `${[...landmarks, 'h1'][index]} at ${width}`
        assert.ok(Math.abs(after[index].right - left) <= 2, `${which}: ${left} becomes ${after[index].right}`)
        assert.ok(Math.abs(after[index].left - right) <= 2, `${which}: ${right} becomes ${after[index].left}`)
      }
      for (const path of PAGES) {
        await show(path, 'rtl', width)
        hurts.push(...(await hurtsOf(`${path}-rtl-${width}`)))
      }
    }
    await ada.goto(`${url}/inspector`)
    await ada.getByTestId('connect-key').and(ada.locator(':not([value=""])')).waitFor()
    assert.equal(await ada.locator('html').getAttribute('dir'), 'rtl', 'the direction is kept')
    hurts.push(...(await hurtsOf('inspector-rtl-360')))
    assert.deepEqual(hurts, [])

    await ada.setViewportSize({ width: 1200, height: 800 })
    await ada.goto(url)
    await connected(ada)
    await ada.getByTestId('user-menu').click()
    await ada.getByTestId('direction').click()
    await ada.locator('html[dir=ltr]').waitFor()
  })

  test('the inspector can be used by everybody, in light and dark colours, wide and narrow', async () => {
    await ada.goto(`${url}/inspector`)
    await ada.getByTestId('connect-key').and(ada.locator(':not([value=""])')).waitFor()
    await ada.getByTestId('connect').click()
    await ada.getByTestId('round-trip').waitFor()
    await ada.getByTestId('join-topic').fill('used by everybody')
    await ada.getByTestId('join-presence').check()
    await ada.getByTestId('binding-add').click()
    await ada.getByTestId('binding-table').fill('challenges')
    await ada.getByTestId('binding-filter').fill('status=eq.none')
    await ada.getByTestId('join').click()
    await ada.getByTestId('channel-said').getByText('Subscribed to PostgreSQL').waitFor()
    await ada.getByTestId('say-track').click()
    await ada.getByTestId('presence-row').waitFor()
    await ada.getByTestId('why-table').fill('challenges')
    await ada.getByTestId('why-ask').click()
    await ada.getByTestId('why-binding').waitFor()
    await ada.getByTestId('binding-filter').fill('status=none')
    await ada.getByTestId('filter-problem').waitFor()
    await ada.getByTestId('frames-heartbeats').click()
    await ada.getByTestId('frame').first().waitFor()

    const hurts = []
    for (const colours of ['light', 'dark']) {
      const scheme = ada.locator(`[data-mantine-color-scheme=${colours}]`)
      if ((await scheme.count()) === 0) await ada.getByTestId('colour-scheme').click()
      await scheme.first().waitFor()
      for (const width of [1200, 360]) {
        await ada.setViewportSize({ width, height: 800 })
        hurts.push(...(await hurtsOf(`inspector-${colours}-${width}`)))
      }
    }
    assert.deepEqual(hurts, [])
  })

  /** What axe finds, and whether the page is wider than the window. */
  async function hurtsOf(name) {
    await ada.evaluate(axe.source)
    const { violations } = await ada.evaluate(() => axe.run())
    const tooWide = await ada.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    if (SCREENSHOTS) await ada.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: name.startsWith('inspector') })
    const found = violations.map(({ id, nodes }) => `${name}, ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`)
    return tooWide ? [...found, `${name} is too wide`] : found
  }

  test('the browser had nothing to complain of', () => {
    // That the network is gone, and that a save is refused, is what some of the tests are about.
    const meant = ['net::ERR_INTERNET_DISCONNECTED', '409 (Conflict)']
    assert.deepEqual(complaints.filter((complaint) => !meant.some((part) => complaint.includes(part))), [])
  })
})
