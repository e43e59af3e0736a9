import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch } from './browser.mjs'
import { challenge, signedIn, url } from './server.mjs'

const SCREENSHOTS = process.env.BELFRY_SCREENSHOTS

describe('the inspector', () => {
  let browser, page
  const complaints = []

  before(async () => {
    browser = await launch()
    page = await (await browser.newContext({ viewport: { width: 1300, height: 1000 } })).newPage()
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(`${url}/inspector`)
    await page.getByTestId('connect-key').and(page.locator(':not([value=""])')).waitFor()
    await page.getByTestId('connect').click()
    await page.getByTestId('round-trip').waitFor()
  })

  after(() => browser?.close())

  const frames = (event, direction = 'in') =>
    page.locator(`[data-testid=frame][data-event="${event}"][data-direction=${direction}]`)
  const channel = (topic) => page.getByRole('region', { name: `realtime:${topic}`, exact: true })

  test('says what is wrong with a filter while it is typed', async () => {
    await page.getByTestId('binding-add').click()
    await page.getByTestId('binding-table').fill('challenges')
    await page.getByTestId('binding-filter').fill('status=open')

    assert.match(await page.getByTestId('filter-problem').textContent(), /“open” is no operator/)
    assert.equal(await page.getByTestId('filter-problem').getAttribute('data-at'), '7')
  })

  test('joins a channel, and shows frames, presence and changes as they come', async () => {
    const topic = `inspected-${crypto.randomUUID()}`
    await page.getByTestId('join-topic').fill(topic)
    await page.getByTestId('join-self').check()
    await page.getByTestId('join-presence').check()
    await page.getByTestId('join-presenceKey').fill('inspector')
    await page.getByTestId('binding-filter').fill('status=eq.open')
    await page.getByTestId('join').click()
    await channel(topic).and(page.locator('[data-state=joined]')).waitFor()

    await channel(topic).getByTestId('say-send').click()
    await channel(topic).getByTestId('say-track').click()
    await channel(topic).getByTestId('presence-row').waitFor()
    const ada = await signedIn('ada')
    const { title } = await challenge(ada, { title: `Inspected ${topic}` })
    await frames('postgres_changes').first().waitFor()

    assert.match(await channel(topic).getByTestId('presence-row').textContent(), /inspector.*everybody/)
    assert.match(await frames('broadcast').textContent(), /"hello":"everybody"/)
    assert.match(await frames('postgres_changes').first().textContent(), new RegExp(title))
    assert.match(await frames('phx_join', 'out').textContent(), /"filter":"status=eq.open"/)
    if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/inspector.png` })
    await ada.removeAllChannels()
  })

  test('finds frames by what is in them', async () => {
    await page.getByTestId('frame-filter').fill('phx_join')
    assert.deepEqual(await page.getByTestId('frame').evaluateAll((all) => all.map((one) => one.dataset.event)), ['phx_join'])
    await page.getByTestId('frame-filter').fill('')
  })

  test('shows why a private channel is refused, in the words of the server', async () => {
    const topic = `refused-${crypto.randomUUID()}`
    await page.getByTestId('join-topic').fill(topic)
    await page.getByTestId('join-private').check()
    await page.getByTestId('join').click()
    await channel(topic).and(page.locator('[data-state=refused]')).waitFor()
    assert.match(await channel(topic).getByTestId('channel-said').textContent(), /Unauthorized/)
  })

  test('the browser had nothing to complain of', () => {
    assert.deepEqual(complaints, [])
  })
})
