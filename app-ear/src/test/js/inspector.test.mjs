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

  test('says why a row did not arrive, and which one did', async () => {
    const topic = `asked-${crypto.randomUUID()}`
    await page.getByTestId('join-private').uncheck()
    await page.getByTestId('join-topic').fill(topic)
    await page.getByTestId('binding-filter').fill('status=eq.closed')
    await page.getByTestId('binding-add').click()
    await page.getByTestId('binding-table').nth(1).fill('challenges')
    await page.getByTestId('join').click()
    await channel(topic).getByTestId('channel-said').getByText('Subscribed to PostgreSQL').waitFor()
    const ada = await signedIn('ada')
    const { id } = await challenge(ada, { status: 'open' })
    const draft = await challenge(ada, { status: 'draft', title: 'A secret' })
    const last = await challenge(ada, { status: 'open' })
    await frames('postgres_changes').getByText(last.id).first().waitFor()

    const answer = page.getByTestId('why-answer').filter({ has: page.getByText(`realtime:${topic}`, { exact: true }) })
    const asks = async (key) => {
      await page.getByTestId('why-table').fill('challenges')
      await page.getByTestId('why-key').fill(key)
      await page.getByTestId('why-ask').click()
      await page.locator('[data-testid=why-ask]:not([data-loading])').waitFor()
    }
    const binding = (number) => answer.getByTestId('why-binding').nth(number - 1)

    await asks(id)
    await binding(1).and(page.locator('[data-reason=filter]')).waitFor()
    await binding(2).and(page.locator('[data-verdict=arrived]')).waitFor()
    assert.match(await binding(1).textContent(), /status is "open", and asked for is status=eq.closed/)
    if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/inspector-why.png`, fullPage: true })

    await asks(draft.id)
    await binding(2).and(page.locator('[data-reason=nothing_to_see]')).waitFor()
    const hidden = await answer.textContent()
    await asks(crypto.randomUUID())
    await binding(2).and(page.locator('[data-reason=nothing_to_see]')).waitFor()
    assert.equal(await answer.textContent(), hidden)
    assert.doesNotMatch(hidden, /secret/)

    await page.getByTestId('why-somebody').fill('{"role": "authenticated"}')
    await asks(draft.id)
    await page.getByTestId('why-problem').first().getByText('Only the service role').waitFor()
    await page.getByTestId('why-somebody').fill('')
    await ada.removeAllChannels()
  })

  test('asks for what was committed since a time', async () => {
    const topic = `since-${crypto.randomUUID()}`
    const ada = await signedIn('ada')
    const { id, created_at: since } = await challenge(ada, { status: 'open' })
    await page.getByTestId('join-topic').fill(topic)
    await page.getByTestId('binding-filter').first().fill(`id=eq.${id}`)
    await page.getByTestId('binding-since').first().fill(since)
    await page.getByTestId('join').click()
    await frames('postgres_changes').filter({ hasText: `realtime:${topic}` }).getByText(id).waitFor()
    assert.match(await frames('phx_join', 'out').first().textContent(), /"since":"20/)
    await ada.removeAllChannels()
  })

  test('broadcasts bytes, and speaks the first version of the protocol', async () => {
    const topic = `bytes-${crypto.randomUUID()}`
    await page.getByTestId('join-topic').fill(topic)
    await page.getByTestId('join').click()
    await channel(topic).getByTestId('say-as-bytes').check()
    await channel(topic).getByTestId('say-bytes').fill('de ad be ef')
    await channel(topic).getByTestId('say-send').click()
    await frames('broadcast').filter({ hasText: `realtime:${topic}` }).getByText(/^04 .* de ad be ef$/).waitFor()

    await page.getByTestId('connect-version').selectOption('1.0.0')
    await page.getByTestId('connect').click()
    await channel(topic).waitFor({ state: 'detached' })
    await page.getByTestId('round-trip').waitFor()
    await page.getByTestId('join').click()
    await channel(topic).and(page.locator('[data-state=joined]')).waitFor()
    await channel(topic).getByTestId('say-send').click()
    await frames('broadcast').getByText(/^\{.*"event":"broadcast"/).first().waitFor()
    assert.match(await frames('phx_join', 'out').first().textContent(), /\{"topic":"realtime:bytes-/)
    assert.equal(await channel(topic).getByTestId('say-as-bytes').count(), 0)
  })

  test('the browser had nothing to complain of', () => {
    // That one may not ask for somebody else is what one of the tests is about.
    assert.deepEqual(complaints.filter((complaint) => !complaint.includes('403')), [])
  })
})
