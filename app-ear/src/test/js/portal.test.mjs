import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch } from './browser.mjs'
import { url } from './server.mjs'

const SCREENSHOTS = process.env.BELFRY_SCREENSHOTS

describe('the portal in two windows', () => {
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
    await page.locator('[data-testid=connection-status][data-status=connected]').waitFor()
    return page
  }

  const row = (page, title) =>
    page.getByTestId('challenge-row').filter({ has: page.getByTestId('challenge-title').getByText(title, { exact: true }) })

  async function save(page, { title, status }) {
    await page.getByTestId('form-title').fill(title)
    if (status) await page.getByTestId('form-status').selectOption(status)
    await page.getByTestId('form-save').click()
    await page.getByTestId('form-title').waitFor({ state: 'detached' })
  }

  test('one makes, edits and deletes a challenge, and the other sees each without reloading', async () => {
    const title = `Seen live ${Date.now()}`

    await ada.getByTestId('challenge-new').click()
    await save(ada, { title, status: 'open' })
    await row(ben, title).waitFor()

    await row(ada, title).getByTestId('challenge-edit').click()
    await save(ada, { title: `${title}, edited` })
    await row(ben, `${title}, edited`).waitFor()
    if (SCREENSHOTS) await ben.screenshot({ path: `${SCREENSHOTS}/portal-second-window.png` })

    await row(ada, `${title}, edited`).getByTestId('challenge-delete').click()
    await ada.getByTestId('delete-confirm').click()
    await row(ben, `${title}, edited`).waitFor({ state: 'detached' })
  })

  test("somebody else's draft is not there", async () => {
    const title = `A draft ${Date.now()}`

    await ada.getByTestId('challenge-new').click()
    await save(ada, { title })

    await row(ada, title).waitFor()
    await ben.reload()
    await ben.getByTestId('challenge-row').first().waitFor()
    assert.equal(await row(ben, title).count(), 0)
  })

  test('the browser had nothing to complain of', () => {
    assert.deepEqual(complaints, [])
  })
})
