/** 24 kHz, 16 bits, little-endian, one channel: the only form that the Realtime API has for PCM. */
export const RATE = 24_000

const CHUNK = 0x8000

export function toBase64(samples: Int16Array): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  let binary = ''
  for (let from = 0; from < bytes.length; from += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(from, from + CHUNK))
  }
  return btoa(binary)
}

/** An odd byte at the end is no sample, and is dropped. */
export function fromBase64(text: string): Int16Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length - (binary.length % 2))
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return new Int16Array(bytes.buffer)
}
