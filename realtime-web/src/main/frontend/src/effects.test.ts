import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** All sources below a folder. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name) ? [path] : []
  })
}

/** What React takes what an effect returns for is its clean-up: a Promise or a value there ends the page. */
test('no effect returns what a call gives it', () => {
  const returning = sources(join(import.meta.dirname)).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/use(?:Layout|Insertion)?Effect\(\s*\(\)\s*=>(?!\s*(?:\{|void\s|\(\)\s*=>))[^\n]*/g)].map(
      ([found]) => `${path}: ${found}`,
    ),
  )
  expect(returning).toEqual([])
})
