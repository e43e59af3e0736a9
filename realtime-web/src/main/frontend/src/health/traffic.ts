/** What has gone through the sockets of this page since it was loaded. */
export interface Traffic {
  messagesIn: number
  messagesOut: number
  /** How often a socket was opened. */
  opened: number
}

const traffic: Traffic = { messagesIn: 0, messagesOut: 0, opened: 0 }

export function trafficSoFar(): Traffic {
  return { ...traffic }
}

/** A WebSocket that counts: `createClient(url, key, { realtime: { transport: CountedWebSocket } })`. */
export class CountedWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    this.addEventListener('open', () => traffic.opened++)
    this.addEventListener('message', () => traffic.messagesIn++)
  }

  override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
    traffic.messagesOut++
    super.send(data as string)
  }
}
