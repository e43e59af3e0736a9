import { expect, it } from 'vitest'
import { fromBase64, toBase64 } from './pcm'

it('sound comes back as it went', () => {
  const samples = Int16Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 65536 - 32768)
  expect(fromBase64(toBase64(samples))).toEqual(samples)
})

it('is 16 bits, the low byte first', () => {
  expect(atob(toBase64(Int16Array.of(1, -2)))).toBe('\x01\x00\xfe\xff')
})

it('half a sample at the end is dropped', () => {
  expect(fromBase64(btoa('\x01\x00\x02'))).toEqual(Int16Array.of(1))
})
