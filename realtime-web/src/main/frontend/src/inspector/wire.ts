import { decode, encode, encodeBytes, type Message, sizeOf, verbatim, type Version } from './frame'
import { type Diff, fromState, type Presences, withDiff } from './presence'

/** A frame, as it went or came. */
export interface Logged {
  id: number
  direction: 'in' | 'out'
  at: number
  topic: string
  event: string
  bytes: number
  /** The frame itself, unchanged; hexadecimal if it is of bytes. */
  text: string
}

export interface Joined {
  topic: string
  joinRef: string
  state: 'joining' | 'joined' | 'refused' | 'closed' | 'error'
  /** What the server said last of its state, in its words. */
  said?: string
  presences: Presences
  /** Whom it was joined as; empty for the key. */
  token: string
  /** The entries of `postgres_changes` that were asked for. */
  bindings: readonly unknown[]
  /** When the server said that changes are heard. */
  heardFrom?: number
}

/** What is asked for with a join, as far as it matters here. */
export interface JoinPayload {
  config?: { postgres_changes?: readonly unknown[]; [more: string]: unknown }
  access_token?: string
}

export interface WireState {
  status: 'off' | 'connecting' | 'open'
  /** Whether broadcasts may be bytes in this version of the protocol. */
  takesBytes: boolean
  /** Why the connection ended, if it has. */
  ended?: string
  channels: readonly Joined[]
  frames: readonly Logged[]
  /** Milliseconds that the latest heartbeats took, the newest last. */
  roundTrips: readonly number[]
}

export const nothing: WireState = { status: 'off', takesBytes: true, channels: [], frames: [], roundTrips: [] }

export const MOST_FRAMES = 1_000
const MOST_ROUND_TRIPS = 60
const HEARTBEAT_MS = 10_000

interface Parts {
  openSocket: (url: string) => WebSocket
  now: () => number
  /** When the state is told: of a burst of frames only the last state is drawn. */
  soon: (tell: () => void) => void
}

const browser: Parts = {
  openSocket: (url) => new WebSocket(url),
  now: () => performance.timeOrigin + performance.now(),
  soon: (tell) => void setTimeout(tell, 50),
}

/**
 * One WebSocket to a server, in either version of the protocol, with nothing between: no reconnecting, no joining anew.
 * What goes and comes is kept, the latest {@link MOST_FRAMES}.
 */
export class Wire {
  private state = nothing
  private told = true
  private socket?: WebSocket
  private version: Version = '2.0.0'
  private heartbeats?: ReturnType<typeof setInterval>
  private refs = 0
  private frameIds = 0
  private readonly heartbeatsSent = new Map<string, number>()

  constructor(
    private readonly onState: (state: WireState) => void,
    private readonly parts: Parts = browser,
  ) {}

  /** @param url of the server's realtime API, such as `wss://host/realtime/v1` */
  connect(url: string, key: string, client = '', version: Version = '2.0.0'): void {
    this.disconnect()
    this.version = version
    const query = new URLSearchParams({ apikey: key, ...(client && { client }), vsn: version })
    this.set({ status: 'connecting', takesBytes: version === '2.0.0', ended: undefined, channels: [], roundTrips: [] })
    let socket: WebSocket
    try {
      socket = this.parts.openSocket(`${url.replace(/^http/, 'ws').replace(/\/$/, '')}/websocket?${query}`)
    } catch (error) {
      return this.set({ status: 'off', ended: `This is no address to connect to: ${(error as Error).message}` })
    }
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    let opened = false
    socket.onopen = () => {
      opened = true
      this.set({ status: 'open' })
      this.heartbeat()
      this.heartbeats = setInterval(() => this.heartbeat(), HEARTBEAT_MS)
    }
    socket.onmessage = ({ data }) => this.came(data)
    socket.onclose = ({ code, reason }) => this.ended(opened ? wordsFor(code, reason) : NEVER_OPENED)
  }

  disconnect(): void {
    if (!this.socket) return
    const socket = this.socket
    this.ended()
    socket.close(1000)
  }

  /** Joins, or joins again with other options. */
  join(topic: string, payload: JoinPayload): void {
    const joinRef = this.nextRef()
    const others = this.state.channels.filter((channel) => channel.topic !== topic)
    const joined: Joined = {
      topic,
      joinRef,
      state: 'joining',
      presences: {},
      token: payload.access_token ?? '',
      bindings: payload.config?.postgres_changes ?? [],
    }
    this.set({ channels: [...others, joined] })
    this.send({ joinRef, ref: joinRef, topic, event: 'phx_join', payload })
  }

  /** Says something on a channel, in whatever words. */
  push(topic: string, event: string, payload: unknown): void {
    this.send(this.messageTo(topic, event, payload))
  }

  /** Broadcasts bytes on a channel, as version 2.0.0 can. */
  pushBytes(topic: string, name: string, payload: Uint8Array): void {
    const message = this.messageTo(topic, 'broadcast', {})
    this.sendData(encodeBytes(message, name, payload), message)
  }

  /** Leaves a channel; one that is not joined any more is forgotten. */
  leave(topic: string): void {
    const channel = this.state.channels.find((candidate) => candidate.topic === topic)
    if (channel?.state === 'joined') return this.push(topic, 'phx_leave', {})
    this.set({ channels: this.state.channels.filter((candidate) => candidate !== channel) })
  }

  heartbeat(): void {
    const ref = this.nextRef()
    this.heartbeatsSent.set(ref, this.parts.now())
    this.send({ joinRef: null, ref, topic: 'phoenix', event: 'heartbeat', payload: {} })
  }

  clear(): void {
    this.set({ frames: [] })
  }

  private messageTo(topic: string, event: string, payload: unknown): Message {
    const joinRef = this.state.channels.find((channel) => channel.topic === topic)?.joinRef ?? null
    return { joinRef, ref: this.nextRef(), topic, event, payload }
  }

  private send(message: Message): void {
    this.sendData(encode(message, this.version), message)
  }

  private sendData(data: string | ArrayBuffer, message: Message): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    this.log('out', data, message)
    this.socket.send(data)
  }

  private came(data: string | ArrayBuffer): void {
    const message = decode(data)
    this.log('in', data, message)
    if (!message) return
    const sent = message.ref === null ? undefined : this.heartbeatsSent.get(message.ref)
    if (message.topic === 'phoenix' && sent !== undefined) {
      this.heartbeatsSent.delete(message.ref!)
      const roundTrip = Math.max(0, this.parts.now() - sent)
      this.set({ roundTrips: [...this.state.roundTrips, roundTrip].slice(-MOST_ROUND_TRIPS) })
    }
    this.set({
      channels: this.state.channels.map((channel) => (channel.topic === message.topic ? after(channel, message, this.parts.now()) : channel)),
    })
  }

  private log(direction: Logged['direction'], data: string | ArrayBuffer, message?: Message): void {
    const logged: Logged = {
      id: ++this.frameIds,
      direction,
      at: this.parts.now(),
      topic: message?.topic ?? '',
      event: message?.event ?? 'not understood',
      bytes: sizeOf(data),
      text: verbatim(data),
    }
    this.set({ frames: [...this.state.frames.slice(1 - MOST_FRAMES), logged] })
  }

  private ended(why?: string): void {
    clearInterval(this.heartbeats)
    this.heartbeatsSent.clear()
    if (this.socket) this.socket.onopen = this.socket.onmessage = this.socket.onclose = null
    this.socket = undefined
    this.set({ status: 'off', ended: why, channels: this.state.channels.map((channel) => ({ ...channel, state: 'closed', presences: {} })) })
  }

  private nextRef(): string {
    return String(++this.refs)
  }

  private set(part: Partial<WireState>): void {
    this.state = { ...this.state, ...part }
    if (!this.told) return
    this.told = false
    this.parts.soon(() => {
      this.told = true
      this.onState(this.state)
    })
  }
}

const NEVER_OPENED = 'The server did not let us in, or is not there. Browsers do not say why: a key that is wrong or has expired, an '
  + 'origin that is not allowed (BELFRY_ALLOWED_ORIGINS), or too many connections at once.'

function wordsFor(code: number, reason: string): string {
  return `Closed with ${code}${reason ? `: ${reason}` : '.'}`
}

/** The channel after what the server has said to it. What was for an earlier join is not for this one. */
function after(channel: Joined, { joinRef, ref, event, payload }: Message, now: number): Joined {
  if (joinRef !== null && joinRef !== channel.joinRef) return channel
  const said = payload as Record<string, any>
  switch (event) {
    case 'phx_reply':
      if (ref !== channel.joinRef) return channel
      return said.status === 'ok'
        ? { ...channel, state: 'joined', said: undefined }
        : { ...channel, state: 'refused', said: said.response?.reason ?? JSON.stringify(said.response) }
    case 'phx_close':
      return { ...channel, state: 'closed', presences: {} }
    case 'phx_error':
      return { ...channel, state: 'error', said: said.reason ?? channel.said, presences: {} }
    case 'system': {
      const hears = said.extension === 'postgres_changes' && said.status === 'ok'
      return { ...channel, said: said.message, ...(hears && { heardFrom: now }) }
    }
    case 'presence_state':
      return { ...channel, presences: fromState(said) }
    case 'presence_diff':
      return { ...channel, presences: withDiff(channel.presences, said as Diff) }
    default:
      return channel
  }
}
