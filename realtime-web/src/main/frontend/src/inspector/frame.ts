/** Of the protocol: a frame is a JSON object in the first, a JSON list or bytes in the second. */
export const versions = ['2.0.0', '1.0.0'] as const

export type Version = (typeof versions)[number]

/** What a frame says: `join_ref`, `ref`, `topic`, `event` and `payload`, or a broadcast in bytes. */
export interface Message {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: unknown
}

const PUSH_IN_BYTES = 3
const BROADCAST_IN_BYTES = 4
const AS_BYTES = 0
const AS_JSON = 1

/** `undefined` if it is no message of this protocol. */
export function decode(data: string | ArrayBuffer): Message | undefined {
  try {
    return typeof data === 'string' ? decodeText(data) : decodeBytes(new Uint8Array(data))
  } catch {
    return undefined
  }
}

export function encode({ joinRef, ref, topic, event, payload }: Message, version: Version): string {
  return version === '1.0.0'
    ? JSON.stringify({ topic, event, payload, ref, join_ref: joinRef })
    : JSON.stringify([joinRef, ref, topic, event, payload])
}

/**
 * A broadcast whose payload is bytes; only version 2.0.0 has such. Kind, five lengths, encoding; then what has those lengths; then the payload.
 *
 * @param name of the broadcast
 */
export function encodeBytes({ joinRef, ref, topic }: Message, name: string, payload: Uint8Array): ArrayBuffer {
  const parts = [joinRef ?? '', ref ?? '', topic, name, ''].map((text) => new TextEncoder().encode(text))
  const head = [PUSH_IN_BYTES, ...parts.map((part) => Math.min(part.length, 255)), AS_BYTES]
  return new Uint8Array([...head, ...parts.flatMap((part) => [...part.subarray(0, 255)]), ...payload]).buffer
}

/** Bytes as they are written, such as `01 02 ff`; `undefined` if these are none. */
export function bytesIn(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return undefined
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** The frame as it is: text untouched, bytes in hexadecimal. */
export function verbatim(data: string | ArrayBuffer): string {
  if (typeof data === 'string') return data
  return [...new Uint8Array(data)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export function sizeOf(data: string | ArrayBuffer): number {
  return typeof data === 'string' ? new TextEncoder().encode(data).length : data.byteLength
}

function decodeText(text: string): Message | undefined {
  const read: any = JSON.parse(text)
  const parts = Array.isArray(read) ? read : [read.join_ref, read.ref, read.topic, read.event, read.payload]
  if (parts.length < 5) return undefined
  const [joinRef, ref, topic, event, payload] = parts
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined
  return { joinRef: joinRef ?? null, ref: ref ?? null, topic, event, payload }
}

/** Kind, three lengths, encoding; then topic, event and metadata of those lengths; the rest is the payload. */
function decodeBytes(bytes: Uint8Array): Message | undefined {
  const [kind, topicLength = 0, eventLength = 0, metaLength = 0, encoding] = bytes
  if (kind !== BROADCAST_IN_BYTES || bytes.length < 5 + topicLength + eventLength + metaLength) return undefined
  let at = 5
  const take = (length: number) => new TextDecoder().decode(bytes.subarray(at, (at += length)))
  const topic = take(topicLength)
  const event = take(eventLength)
  const meta = take(metaLength)
  const rest = bytes.slice(at)
  const payload = encoding === AS_JSON ? JSON.parse(new TextDecoder().decode(rest)) : verbatim(rest.buffer)
  return {
    joinRef: null,
    ref: null,
    topic,
    event: 'broadcast',
    payload: { type: 'broadcast', event, payload, ...(meta && { meta: JSON.parse(meta) }) },
  }
}
