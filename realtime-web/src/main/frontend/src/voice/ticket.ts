/** Why a conversation cannot begin; its message can be shown to the reader. */
export class Refused extends Error {
  /** After which it may be tried again; without it, it is no use. */
  readonly retryAfterMs?: number

  constructor(message: string, retryAfterMs?: number) {
    super(message)
    this.retryAfterMs = retryAfterMs
  }
}

/** Buys a ticket, good for one socket within half a minute: a token may not stand in a URL. Throws `Refused`, or what `fetch` throws. */
export async function buyTicket(token: string): Promise<string> {
  const response = await fetch('/functions/v1/realtime-chat/ticket', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
  const body = await response.json().catch(() => null)
  if (response.ok && body?.ticket) return body.ticket
  const passing = response.status === 429 || response.status === 503
  const message = body?.error?.message ?? `The server answered with status ${response.status}.`
  throw new Refused(message, passing ? (body?.error?.retry_after_ms ?? 5_000) : undefined)
}

export function socketUrl(ticket: string, dialect: string): string {
  const url = new URL('/functions/v1/realtime-chat', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.searchParams.set('ticket', ticket)
  url.searchParams.set('api', dialect)
  return url.href
}
