// Somebody speaks into the microphone of a real Chromium: BELFRY_MICROPHONE is what is spoken, a WAV file.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { hearing, launch } from './browser.mjs'
import { challenge, signedIn, url } from './server.mjs'

const PATIENCE = 60_000

describe('the voice assistant in the portal', () => {
  let browser, page
  const complaints = []

  before(async () => {
    await challenge(await signedIn('ben'))
    browser = await launch(hearing(process.env.BELFRY_MICROPHONE))
    page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(url)
    await page.getByTestId('demo-ada').click()
    await page.getByTestId('voice-open').click()
  })

  after(() => browser?.close())

  const line = (speaker, text) => page.locator(`[data-testid=voice-line][data-speaker=${speaker}]`).filter({ hasText: text })

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
    await line('you', /what can you do/i).waitFor()
    await page.locator('[data-testid=voice-status][data-status=speaking]').waitFor()
    await page.locator('[data-testid=voice-output-level]:not([aria-valuenow="0"])').waitFor()
    await line('assistant', /You can ask .*\(interrupted\)/).waitFor()
    await line('you', /how many challenges are open/i).waitFor()
    await line('assistant', /There (is|are) \d+ open challenges?\./).waitFor()
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

  test('the browser had nothing to complain of', () => {
    assert.deepEqual(complaints, [])
  })
})
