/** What a frame says, version 2.0.0 of the protocol: `[join_ref, ref, topic, event, payload]`, or a broadcast in bytes. */
export interface Message {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: unknown
}

const BROADCAST_IN_BYTES = 4
const AS_JSON = 1

/** `undefined` if it is no message of this protocol. */
export function decode(data: string | ArrayBuffer): Message | undefined {
  try {
    return typeof data === 'string' ? decodeText(data) : decodeBytes(new Uint8Array(data))
  } catch {
    return undefined
  }
}

export function encode({ joinRef, ref, topic, event, payload }: Message): string {
  return JSON.stringify([joinRef, ref, topic, event, payload])
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
  const parts: unknown = JSON.parse(text)
  if (!Array.isArray(parts) || parts.length < 5) return undefined
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
