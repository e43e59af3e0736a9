// A real Chromium: the machine's own if there is one, else the one that comes with the packages of these tests.
import { existsSync } from 'node:fs'
import bundled from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
const quiet = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const headless = ['--headless=shell', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']

/** With a file as its microphone: it is heard once, from the moment that a page opens the microphone. */
export const hearing = (wav) => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-audio-capture=${wav}%noloop`,
]

export async function launch(more = []) {
  return chromium.launch({
    executablePath: installed ?? (await bundled.executablePath()),
    headless: true,
    args: [...quiet, ...(installed ? [] : headless), ...more],
  })
}
