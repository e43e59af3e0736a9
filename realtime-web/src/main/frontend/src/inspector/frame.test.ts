import { describe, expect, it } from 'vitest'
import { decode, encode, sizeOf, verbatim } from './frame'

function bytes(...parts: (number | string)[]): ArrayBuffer {
  const all = parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)]))
  return new Uint8Array(all).buffer
}

describe('a frame', () => {
  it('of text is five things in a list', () => {
    expect(decode('["6","7","realtime:room","phx_reply",{"status":"ok"}]')).toEqual({
      joinRef: '6',
      ref: '7',
      topic: 'realtime:room',
      event: 'phx_reply',
      payload: { status: 'ok' },
    })
  })

  it('survives the way out and back', () => {
    const message = { joinRef: null, ref: '1', topic: 'phoenix', event: 'heartbeat', payload: {} }
    expect(decode(encode(message))).toEqual(message)
  })

  it('of bytes is a broadcast, its payload JSON', () => {
    const frame = bytes(4, 6, 2, 10, 1, 'rm:é1', 'ab', '{"id":"x"}', '{"n":1}')
    expect(decode(frame)).toMatchObject({
      topic: 'rm:é1',
      event: 'broadcast',
      payload: { event: 'ab', payload: { n: 1 }, meta: { id: 'x' } },
    })
  })

  it('of bytes may carry bytes', () => {
    expect(decode(bytes(4, 1, 1, 0, 0, 't', 'e', 0, 255))?.payload).toEqual({
      type: 'broadcast',
      event: 'e',
      payload: '00 ff',
    })
  })

  it.each([
    ['no JSON', 'hello'],
    ['too few parts', '["1","2","t"]'],
    ['a topic that is no text', '[null,null,7,"e",{}]'],
    ['bytes of another kind', bytes(1, 0, 0, 0, 0)],
    ['bytes that end too early', bytes(4, 200, 0, 0, 1, 'short')],
    ['no bytes', bytes()],
  ])('is not understood: %s', (_what, data) => {
    expect(decode(data)).toBeUndefined()
  })

  it('is shown as it came, and weighed in bytes', () => {
    expect(verbatim('[ 1 ]')).toBe('[ 1 ]')
    expect(verbatim(bytes(4, 16))).toBe('04 10')
    expect(sizeOf('é')).toBe(2)
    expect(sizeOf(bytes(1, 2, 3))).toBe(3)
  })
})
