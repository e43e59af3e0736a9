import { expect, it } from 'vitest'
import { fromState, withDiff } from './presence'

const of = (phx_ref: string, n = 0) => ({ phx_ref, n })

it('a state replaces all that was known', () => {
  expect(fromState({ ada: { metas: [of('1'), of('2')] } })).toEqual({ ada: [of('1'), of('2')] })
})

it('who joins is there, once, and who leaves is not', () => {
  const here = withDiff({ ada: [of('1')] }, { joins: { ada: { metas: [of('1')] }, ben: { metas: [of('2')] } }, leaves: {} })
  expect(here).toEqual({ ada: [of('1')], ben: [of('2')] })
  expect(withDiff(here, { joins: {}, leaves: { ada: { metas: [of('1')] } } })).toEqual({ ben: [of('2')] })
})

it('an update puts the new in the place of the old', () => {
  const diff = { joins: { ada: { metas: [of('2', 9)] } }, leaves: { ada: { metas: [of('1')] } } }
  expect(withDiff({ ada: [of('1')] }, diff)).toEqual({ ada: [of('2', 9)] })
})

it('one window of several that closes leaves the others', () => {
  const diff = { joins: {}, leaves: { ada: { metas: [of('1')] }, nobody: { metas: [of('9')] } } }
  expect(withDiff({ ada: [of('1'), of('2')] }, diff)).toEqual({ ada: [of('2')] })
})
