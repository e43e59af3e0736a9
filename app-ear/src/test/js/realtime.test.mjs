import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as library from '@supabase/supabase-js'
import ws from 'ws'
import { launch } from './browser.mjs'
import { cases, run } from './realtime.suite.mjs'
import { anonKey, url } from './server.mjs'

const VERSIONS = ['2.0.0', '1.0.0']
const timeout = 60_000
const file = (path) => fileURLToPath(new URL(path, import.meta.url))

for (const vsn of VERSIONS) {
  describe(`realtime-js in Node, version ${vsn} of the wire`, () => {
    const environment = { library, url, anonKey, vsn, transport: ws }
    for (const { name, skip } of cases) {
      test(name, { skip: skip(environment), timeout }, () => run(name, environment))
    }
  })
}

describe('realtime-js in Chromium', () => {
  let browser

  before(async () => {
    browser = await launch()
  })

  after(() => browser?.close())

  for (const vsn of VERSIONS) {
    describe(`version ${vsn} of the wire`, () => {
      const errors = []
      let page

      before(async () => {
        // The page's own policy allows neither the library nor the suite.
        page = await (await browser.newContext({ bypassCSP: true })).newPage()
        page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
        await page.route('**/realtime.*.mjs', (route) => {
          const path = file(`.${new URL(route.request().url()).pathname}`)
          return route.fulfill({ path, contentType: 'text/javascript' })
        })
        await page.goto(`${url}/`)
        await page.addScriptTag({ path: file('node_modules/@supabase/supabase-js/dist/umd/supabase.js') })
        await page.evaluate(
          async (environment) => {
            window.suite = await import('/realtime.suite.mjs')
            window.environment = { ...environment, library: window.supabase, browser: true }
          },
          { url, anonKey, vsn },
        )
      })

      for (const { name, skip } of cases) {
        test(name, { skip: skip({ vsn, browser: true }), timeout }, async () => {
          errors.length = 0
          await page.evaluate((name) => window.suite.run(name, window.environment), name)
          assert.deepEqual(errors, [])
        })
      }
    })
  }
})
