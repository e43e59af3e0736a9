import { describe, expect, it } from 'vitest'
import { bytesIn, decode, encode, encodeBytes, sizeOf, verbatim, versions } from './frame'

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

  it.each(versions)('survives the way out and back in version %s', (version) => {
    const message = { joinRef: null, ref: '1', topic: 'phoenix', event: 'heartbeat', payload: {} }
    expect(decode(encode(message, version))).toEqual(message)
  })

  it('of text is an object in the first version', () => {
    const message = { joinRef: '6', ref: '7', topic: 'realtime:room', event: 'e', payload: { n: 1 } }
    expect(JSON.parse(encode(message, '1.0.0'))).toEqual({ topic: 'realtime:room', event: 'e', payload: { n: 1 }, ref: '7', join_ref: '6' })
  })

  it('of bytes is a broadcast on its way out, as the client sends it', () => {
    const message = { joinRef: '6', ref: '10', topic: 'realtime:room:1', event: 'broadcast', payload: {} }
    expect(verbatim(encodeBytes(message, 'cursor', new Uint8Array([1, 2, 255])))).toBe(
      '03 01 02 0f 06 00 00 36 31 30 72 65 61 6c 74 69 6d 65 3a 72 6f 6f 6d 3a 31 63 75 72 73 6f 72 01 02 ff',
    )
  })

  it('is written in hexadecimal where it is of bytes', () => {
    expect(bytesIn('01 02\nFf')).toEqual(new Uint8Array([1, 2, 255]))
    expect(bytesIn('')).toEqual(new Uint8Array())
    expect(bytesIn('1')).toBeUndefined()
    expect(bytesIn('0g')).toBeUndefined()
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
    ['null', 'null'],
    ['an object that is no message', '{"a":1}'],
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
