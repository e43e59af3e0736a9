import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MOST_FRAMES, nothing, Wire, type WireState } from './wire'

class FakeSocket {
  readyState = 0
  sent: any[] = []
  onopen?: () => void
  onmessage?: (message: { data: string | ArrayBuffer }) => void
  onclose?: (event: { code: number; reason: string }) => void

  constructor(readonly url: string) {}

  send(data: string | ArrayBuffer) {
    this.sent.push(typeof data === 'string' ? JSON.parse(data) : data)
  }

  close() {
    this.readyState = 3
  }

  open() {
    this.readyState = 1
    this.onopen?.()
  }

  say(...parts: unknown[]) {
    this.onmessage?.({ data: JSON.stringify(parts) })
  }
}

let now: number
let socket: FakeSocket
let state: WireState
let wire: Wire

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', { OPEN: 1 })
  now = 1_000
  state = nothing
  wire = new Wire((next) => (state = next), {
    openSocket: (url) => (socket = new FakeSocket(url)) as unknown as WebSocket,
    now: () => now,
    soon: (tell) => tell(),
  })
  wire.connect('http://belfry.test/realtime/v1', 'a+key')
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const channel = () => state.channels[0]!
const joinRef = () => channel().joinRef
const event = () => socket.sent.at(-1)!

describe('the connection', () => {
  it('is asked for with the key', () => {
    expect(socket.url).toBe('ws://belfry.test/realtime/v1/websocket?apikey=a%2Bkey&vsn=2.0.0')
    expect(state.status).toBe('connecting')
  })

  it('measures how long heartbeats take, at once and then regularly', () => {
    socket.open()
    now += 7
    socket.say(null, event()[1], 'phoenix', 'phx_reply', { status: 'ok', response: {} })
    vi.advanceTimersByTime(10_000)

    expect(state.roundTrips).toEqual([7])
    expect(socket.sent.map((frame) => frame[3])).toEqual(['heartbeat', 'heartbeat'])
  })

  it('that never opens says what may be the reason', () => {
    socket.onclose!({ code: 1006, reason: '' })
    expect(state).toMatchObject({ status: 'off', ended: expect.stringContaining('key') })
  })

  it('that ends says with which code, and all channels are closed', () => {
    socket.open()
    wire.join('realtime:room', {})
    socket.onclose!({ code: 1012, reason: 'restart' })
    expect(state.ended).toBe('Closed with 1012: restart')
    expect(channel().state).toBe('closed')
  })

  it('that was given up does not disturb the next', () => {
    const first = socket
    wire.connect('http://belfry.test', 'k')
    expect(first.readyState).toBe(3)
    expect(first.onclose).toBeNull()
    expect(state.status).toBe('connecting')
  })
})

describe('a channel', () => {
  beforeEach(() => {
    socket.open()
    wire.join('realtime:room', { config: {} })
  })

  const reply = (status: string, response: object) =>
    socket.say(joinRef(), joinRef(), 'realtime:room', 'phx_reply', { status, response })

  it('is joined when the server says so', () => {
    expect(event()).toEqual([joinRef(), joinRef(), 'realtime:room', 'phx_join', { config: {} }])
    expect(channel().state).toBe('joining')
    reply('ok', { postgres_changes: [] })
    expect(channel().state).toBe('joined')
  })

  it('is refused in the words of the server', () => {
    reply('error', { reason: 'Unauthorized: no' })
    expect(channel()).toMatchObject({ state: 'refused', said: 'Unauthorized: no' })
  })

  it('tells what the system says of it', () => {
    reply('ok', {})
    socket.say(joinRef(), null, 'realtime:room', 'system', { status: 'ok', message: 'Subscribed to PostgreSQL' })
    expect(channel()).toMatchObject({ state: 'joined', said: 'Subscribed to PostgreSQL' })
  })

  it('knows since when it hears changes, and which it asked for', () => {
    wire.join('realtime:room', { config: { postgres_changes: [{ table: 't' }] }, access_token: 'of ada' })
    reply('ok', {})
    socket.say(joinRef(), null, 'realtime:room', 'system', { extension: 'postgres_changes', status: 'error', message: 'no' })
    expect(channel().heardFrom).toBeUndefined()
    now = 5_000
    socket.say(joinRef(), null, 'realtime:room', 'system', { extension: 'postgres_changes', status: 'ok', message: 'yes' })
    expect(channel()).toMatchObject({ heardFrom: 5_000, bindings: [{ table: 't' }], token: 'of ada' })
  })

  it('knows who is there', () => {
    socket.say(joinRef(), null, 'realtime:room', 'presence_state', { ada: { metas: [{ phx_ref: '1' }] } })
    socket.say(null, null, 'realtime:room', 'presence_diff', { joins: {}, leaves: { ada: { metas: [{ phx_ref: '1' }] } } })
    socket.say(null, null, 'realtime:other', 'presence_state', { x: { metas: [] } })
    expect(channel().presences).toEqual({})
  })

  it('does not listen to what was for an earlier join', () => {
    const old = joinRef()
    wire.join('realtime:room', {})
    socket.say(old, old, 'realtime:room', 'phx_close', {})
    expect(state.channels).toHaveLength(1)
    expect(channel().state).toBe('joining')
  })

  it('is left, and then forgotten', () => {
    reply('ok', {})
    wire.leave('realtime:room')
    expect(event()).toMatchObject([joinRef(), expect.any(String), 'realtime:room', 'phx_leave', {}])
    socket.say(joinRef(), joinRef(), 'realtime:room', 'phx_close', {})
    wire.leave('realtime:room')
    expect(state.channels).toEqual([])
  })
})

describe('frames', () => {
  beforeEach(() => socket.open())

  it('are kept as they went and came', () => {
    wire.push('realtime:room', 'broadcast', { type: 'broadcast', event: 'e', payload: { n: 1 } })
    socket.onmessage!({ data: '[null, null, "realtime:room", "broadcast", {}]' })
    socket.onmessage!({ data: 'nonsense' })
    expect(state.frames.slice(1)).toMatchObject([
      { direction: 'out', event: 'broadcast', text: expect.stringContaining('"n":1') },
      { direction: 'in', topic: 'realtime:room', text: '[null, null, "realtime:room", "broadcast", {}]' },
      { direction: 'in', event: 'not understood', text: 'nonsense', bytes: 8 },
    ])
  })

  it('are not kept for ever', () => {
    for (let n = 0; n < MOST_FRAMES + 5; n++) socket.say(null, null, 't', `e${n}`, {})
    expect(state.frames).toHaveLength(MOST_FRAMES)
    expect(state.frames.at(-1)!.event).toBe(`e${MOST_FRAMES + 4}`)
  })

  it('are objects in the first version, in which nothing is bytes', () => {
    wire.connect('http://belfry.test', 'k', '', '1.0.0')
    socket.open()
    wire.join('realtime:room', {})
    expect(socket.url).toContain('vsn=1.0.0')
    expect(event()).toMatchObject({ topic: 'realtime:room', event: 'phx_join', join_ref: joinRef() })
    socket.onmessage!({ data: JSON.stringify({ topic: 'realtime:room', event: 'phx_reply', ref: joinRef(), payload: { status: 'ok' } }) })
    expect(channel().state).toBe('joined')
    expect(state.takesBytes).toBe(false)
  })

  it('may be bytes', () => {
    wire.join('realtime:room', {})
    wire.pushBytes('realtime:room', 'e', new Uint8Array([7]))
    expect(new Uint8Array(event()).at(-1)).toBe(7)
    expect(state.frames.at(-1)).toMatchObject({ direction: 'out', event: 'broadcast', text: expect.stringMatching(/^03 .* 07$/) })
  })

  it('can be cleared away', () => {
    wire.clear()
    expect(state.frames).toEqual([])
  })
})
