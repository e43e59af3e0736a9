import { expect, it } from 'vitest'
import { routeOf } from './routes'

it.each([
  ['#/events', 'events'],
  ['#/mine', 'mine'],
  ['#content', undefined],
  ['#/nowhere', undefined],
  ['', undefined],
])('%s', (hash, route) => {
  expect(routeOf(hash)).toBe(route)
})
