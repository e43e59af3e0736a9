// Somebody speaks into the microphone of a real Chromium: BELFRY_MICROPHONE is what is spoken, a WAV file.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { hearing, launch } from './browser.mjs'
import { challenge, eventually, signedIn, url } from './server.mjs'

const PATIENCE = 60_000

async function withThePanel(browser, address = url) {
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(address)
  await page.getByTestId('demo-ada').click()
  await page.getByTestId('voice-open').click()
  return page
}

/** The names of the events that the server says to a page, from now on. */
function eventsOf(page) {
  const types = new Set()
  page.on('websocket', (socket) => {
    if (socket.url().includes('realtime-chat')) socket.on('framereceived', ({ payload }) => types.add(JSON.parse(payload).type))
  })
  return types
}

const lineOf = (page, speaker, text) =>
  page.locator(`[data-testid=voice-line][data-speaker=${speaker}]`).filter({ hasText: text })

/** Three words of four: a busy machine drops some of what is played to it. */
const spokenOn = (page, sentence) =>
  eventually(`what was spoken: ${sentence}`, async () => {
    const lines = await lineOf(page, 'you', /./).allInnerTexts()
    const words = sentence.split(' ')
    return lines.some((said) => words.filter((word) => said.toLowerCase().split(/\W+/).includes(word)).length >= words.length * 0.75)
  }, PATIENCE)

describe('the voice assistant in the portal', () => {
  let browser, page, types
  const complaints = []

  before(async () => {
    await challenge(await signedIn('ben'))
    browser = await launch(hearing(process.env.BELFRY_MICROPHONE))
    page = await withThePanel(browser)
    types = eventsOf(page)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  })

  after(() => browser?.close())

  const line = (speaker, text) => lineOf(page, speaker, text)
  const spoken = (sentence) => spokenOn(page, sentence)

  async function ask(question, answer) {
    await page.getByTestId('voice-text').fill(question)
    await page.getByTestId('voice-send').click()
    await line('assistant', answer).last().waitFor()
  }

  test('says who listens', async () => {
    assert.equal(await page.getByTestId('voice-provider').getAttribute('data-provider'), 'local')
    assert.match(await page.getByTestId('voice-provider').innerText(), /offline/i)
  })

  test('what is spoken comes back as text and is answered aloud, and whoever speaks into the answer ends it', async () => {
    await page.getByTestId('voice-start').click()

    await page.locator('[data-testid=voice-input-level]:not([aria-valuenow="0"])').waitFor()
    await spoken('what can you do')
    await page.locator('[data-testid=voice-status][data-status=speaking]').waitFor()
    await page.locator('[data-testid=voice-output-level]:not([aria-valuenow="0"])').waitFor()
    await line('assistant', /You can ask .*\(interrupted\)/).waitFor()
    await spoken('how many challenges are open')
    await line('assistant', /./).nth(1).waitFor()
    if (process.env.BELFRY_SCREENSHOTS) await page.screenshot({ path: `${process.env.BELFRY_SCREENSHOTS}/voice.png` })
    await page.locator('[data-testid=voice-status][data-status=listening]').waitFor()
  })

  test('what is asked for happens, in the name of whoever asks', async () => {
    const title = `quieter streets ${Date.now()}`

    await ask('What is new?', /The newest challenge is: /)
    await ask(`Create a challenge about ${title}`, /I have made a draft/)
    await ask('How many drafts of challenges do I have?', /You have [1-9]\d* draft challenges?\./)
    await ask('How many challenges are there?', /There are \d+ challenges\./)

    await page.getByTestId('challenge-title').getByText(new RegExp(title, 'i')).waitFor()
    const { data } = await (await signedIn('ben')).from('challenges').select().eq('title', `Q${title.slice(1)}`)
    assert.deepEqual(data, [])
  })

  test('ends when it is told to', async () => {
    await page.getByTestId('voice-stop').click()

    await page.getByTestId('voice-start').waitFor()
    assert.equal(await page.getByTestId('voice-problem').count(), 0)
  })

  test('it was spoken to in the beta form', () => {
    assert.ok(types.has('response.audio.delta'))
    assert.ok(!types.has('response.output_audio.delta'))
  })

  test('the browser had nothing to complain of', () => {
    assert.deepEqual(complaints, [])
  })
})

describe('the same page in the general form', () => {
  let browser, page, types

  before(async () => {
    browser = await launch(hearing(process.env.BELFRY_MICROPHONE))
    page = await withThePanel(browser, `${url}/?voice=ga`)
    types = eventsOf(page)
  })

  after(() => browser?.close())

  test('what is spoken comes back as text and is answered aloud', async () => {
    await page.getByTestId('voice-start').click()

    await spokenOn(page, 'what can you do')
    await page.locator('[data-testid=voice-output-level]:not([aria-valuenow="0"])').waitFor()
    await lineOf(page, 'assistant', /You can ask /).waitFor()
    assert.ok(types.has('response.output_audio.delta'))
    assert.ok(!types.has('response.audio.delta'))
    assert.equal(await page.getByTestId('voice-problem').count(), 0)
  })
})

describe('without a microphone', () => {
  let browser, page
  const sockets = []

  before(async () => {
    browser = await launch(['--use-fake-ui-for-media-stream=deny', '--use-fake-device-for-media-stream'])
    page = await withThePanel(browser)
    await page.routeWebSocket(/realtime-chat/, (socket) => {
      socket.connectToServer()
      sockets.push(socket)
    })
  })

  after(() => browser?.close())

  test('the reader hears why, and may write', async () => {
    await page.getByTestId('voice-start').click()

    await page.getByTestId('voice-problem').filter({ hasText: 'The microphone was refused' }).waitFor()
    await page.getByTestId('voice-start-writing').click()
    await page.locator('[data-testid=voice-status][data-status=listening]').waitFor()
    assert.equal(await page.getByTestId('voice-problem').count(), 0)
  })

  test('the assistant comes back by itself when the connection breaks', async () => {
    await sockets[0].close({ code: 1012 })

    await page.locator('[data-testid=voice-status][data-status=reconnecting]').waitFor()
    await page.locator('[data-testid=voice-status][data-status=listening]').waitFor()
    await page.getByTestId('voice-text').fill('How many challenges are open?')
    await page.getByTestId('voice-send').click()
    await page.getByTestId('voice-line').filter({ hasText: /There (is|are) \d+ open/ }).waitFor()
    assert.equal(sockets.length, 2)
  })
})
