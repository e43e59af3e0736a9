import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silent, VoiceAssistant, type VoiceState } from './assistant'
import { type Dialect, inGeneral } from './dialect'
import { MicrophoneProblem } from './microphone'
import { toBase64 } from './pcm'
import type { Unheard } from './speaker'
import { Refused } from './ticket'

class FakeSocket {
  readyState = 0
  bufferedAmount = 0
  sent: { type: string; [name: string]: unknown }[] = []
  onopen?: () => void
  onmessage?: (message: { data: string }) => void
  onclose?: (event: { code: number; reason: string }) => void

  send(text: string) {
    this.sent.push(JSON.parse(text))
  }

  close(code = 1005, reason = '') {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ code, reason })
  }

  open() {
    this.readyState = 1
    this.onopen?.()
    this.say({ type: 'session.created' })
  }

  say(event: object) {
    this.onmessage?.({ data: JSON.stringify(event) })
  }
}

const SOUND = toBase64(new Int16Array(2400))
const question = new Int16Array(960).fill(1000)

describe.each(['beta', 'ga'] as const)('a conversation in the %s form', (dialect: Dialect) => {
  const audioDelta = dialect === 'ga' ? 'response.output_audio.delta' : 'response.audio.delta'
  const itemAdded = dialect === 'ga' ? 'conversation.item.added' : 'conversation.item.created'

  let state: VoiceState
  let sockets: FakeSocket[]
  let played: string[]
  let unheard: Unheard[]
  let microphone: { onFrame: (frame: Int16Array, level: number) => void; onLost: () => void }
  let level: (level: number, playing: boolean) => void
  let token: string | undefined
  const stopped = vi.fn()
  const buyTicket = vi.fn<(token: string) => Promise<string>>()
  const openMicrophone = vi.fn<(handlers: typeof microphone) => Promise<{ stop: () => void }>>()
  let assistant: VoiceAssistant

  const socket = () => sockets.at(-1)!
  const sent = (type: string) => socket().sent.filter((event) => event.type === type)
  const settled = () => vi.advanceTimersByTimeAsync(0)

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', { OPEN: 1 })
    vi.stubGlobal('location', { href: 'http://portal.test/' })
    state = silent
    sockets = []
    played = []
    unheard = []
    token = 'a token'
    stopped.mockReset()
    buyTicket.mockReset().mockResolvedValue('bt_1')
    openMicrophone.mockReset().mockImplementation(async (handlers) => {
      microphone = handlers
      return { stop: stopped }
    })
    assistant = new VoiceAssistant(dialect, async () => token, (next) => (state = next), {
      openMicrophone,
      openSpeaker: async (onLevel) => {
        level = onLevel
        return { play: (item) => void played.push(item), clear: async () => unheard.splice(0), stop: stopped }
      },
      buyTicket,
      openSocket: (url) => {
        const made = new FakeSocket()
        sockets.push(Object.assign(made, { url }))
        return made as unknown as WebSocket
      },
    })
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function begin() {
    await assistant.start()
    socket().open()
  }

  it('begins with a ticket, and says how turns are found', async () => {
    await begin()

    expect(buyTicket).toHaveBeenCalledWith('a token')
    expect(socket()).toMatchObject({ url: `ws://portal.test/functions/v1/realtime-chat?ticket=bt_1&api=${dialect}` })
    const session = socket().sent[0]!.session
    const input = { turn_detection: expect.objectContaining({ type: 'server_vad' }) }
    expect(session).toEqual(
      dialect === 'ga' ? { type: 'realtime', audio: { input } } : { modalities: ['text', 'audio'], ...input },
    )
    expect(state.status).toBe('listening')
  })

  it('goes from listening to speaking and back', async () => {
    await begin()
    const statuses = []
    for (const event of [
      { type: 'input_audio_buffer.speech_started', item_id: 'q' },
      { type: 'input_audio_buffer.speech_stopped', item_id: 'q' },
      { type: itemAdded, item: { id: 'q', role: 'user', content: [] } },
      { type: 'response.created' },
      { type: audioDelta, item_id: 'a', delta: SOUND },
    ]) {
      socket().say(event)
      statuses.push(state.status)
    }
    level(0.2, true)
    statuses.push(state.status)
    socket().say({ type: 'response.done', response: { status: 'completed' } })
    statuses.push(state.status)
    level(0, false)

    expect(statuses).toEqual(['hearing', 'thinking', 'thinking', 'thinking', 'thinking', 'speaking', 'speaking'])
    expect(state.status).toBe('listening')
    expect(played).toEqual(['a'])
    expect(state.lines.map((line) => line.id)).toEqual(['q'])
  })

  it('listens again when nothing was understood', async () => {
    await begin()
    socket().say({ type: 'input_audio_buffer.speech_stopped', item_id: 'q' })
    socket().say({ type: 'conversation.item.input_audio_transcription.completed', item_id: 'q', transcript: '' })

    expect(state.status).toBe('listening')
  })

  it('falls silent when somebody speaks, and says how much was heard', async () => {
    await begin()
    socket().say({ type: audioDelta, item_id: 'a', delta: SOUND })
    unheard = [{ item: 'a', playedMs: 37 }]
    socket().say({ type: 'input_audio_buffer.speech_started', item_id: 'q' })
    await settled()
    socket().say({ type: audioDelta, item_id: 'a', delta: SOUND })
    socket().say({ type: audioDelta, item_id: 'b', delta: SOUND })

    expect(sent('conversation.item.truncate')).toEqual([
      expect.objectContaining({ item_id: 'a', content_index: 0, audio_end_ms: 37 }),
    ])
    expect(played).toEqual(['a', 'b'])
  })

  it('says nothing of an answer that was heard to its end', async () => {
    await begin()
    socket().say({ type: audioDelta, item_id: 'a', delta: SOUND })
    socket().say({ type: 'response.done', response: { status: 'completed' } })
    socket().say({ type: 'input_audio_buffer.speech_started', item_id: 'q' })
    await settled()

    expect(sent('conversation.item.truncate')).toEqual([])
  })

  it('keeps what is said before the server is there, and nothing that is said while it is away', async () => {
    await assistant.start()
    for (let i = 0; i < 60; i++) microphone.onFrame(question, 0.1)
    socket().open()
    microphone.onFrame(question, 0.1)

    expect(socket().sent[0]!.type).toBe('session.update')
    expect(sent('input_audio_buffer.append').map((event) => atob(event.audio as string).length / 1920)).toEqual([50, 10, 1])

    socket().close(1006)
    microphone.onFrame(question, 0.1)
    await vi.advanceTimersByTimeAsync(500)
    socket().open()
    expect(sent('input_audio_buffer.append')).toEqual([])
  })

  it('keeps ten seconds of it', async () => {
    await assistant.start()
    for (let i = 0; i < 300; i++) microphone.onFrame(question, 0.1)
    socket().open()

    expect(sent('input_audio_buffer.append')).toHaveLength(5)
  })

  it('sends silence while it is muted, so that the turn ends', async () => {
    await begin()
    microphone.onFrame(question, 0.1)
    assistant.mute(true)
    microphone.onFrame(question, 0.1)

    expect(sent('input_audio_buffer.append').map((event) => event.audio)).toEqual([
      toBase64(question),
      toBase64(new Int16Array(960)),
    ])
    expect(state.inputLevel).toBe(0)
  })

  it('drops sound that the connection does not take', async () => {
    await begin()
    socket().bufferedAmount = 300_000
    microphone.onFrame(question, 0.1)
    expect(sent('input_audio_buffer.append')).toEqual([])
    expect(state.slow).toBe(true)

    socket().bufferedAmount = 0
    microphone.onFrame(question, 0.1)
    expect(sent('input_audio_buffer.append')).toHaveLength(1)
    expect(state.slow).toBe(false)
  })

  it('sends what is written, and ends the answer that is being given', async () => {
    await begin()
    socket().say({ type: 'response.created' })
    await assistant.write('Help')

    expect(socket().sent.slice(1).map((event) => event.type)).toEqual([
      'response.cancel',
      'conversation.item.create',
      'response.create',
    ])
  })

  it.each([1006, 1001, 1012])('comes back by itself after %i', async (code) => {
    await begin()
    socket().close(code)
    expect(state.status).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(500)
    expect(sockets).toHaveLength(2)
    socket().open()

    expect(state.status).toBe('listening')
    expect(sent('session.update')).toHaveLength(1)
    expect(buyTicket).toHaveBeenCalledTimes(2)
  })

  it('waits longer and longer for a server that is away', async () => {
    buyTicket.mockRejectedValue(new TypeError('no network'))
    await assistant.start()
    await vi.advanceTimersByTimeAsync(500 + 1000 + 2000 + 4000 + 8000 + 8000)

    expect(buyTicket).toHaveBeenCalledTimes(7)
    expect(state.status).toBe('reconnecting')
  })

  it('ends when the server says that it is over, with its reason', async () => {
    await begin()
    socket().say({ type: 'error', error: { code: 'quota_exceeded', message: "Today's minutes are used up" } })
    socket().close(1008, 'quota_exceeded')
    await vi.advanceTimersByTimeAsync(60_000)

    expect(state).toMatchObject({ status: 'off', problem: "Today's minutes are used up" })
    expect(sockets).toHaveLength(1)
    expect(stopped).toHaveBeenCalledTimes(2)
  })

  it('gives up a server that never lets it in', async () => {
    await assistant.start()
    for (let i = 0; i < 5; i++) {
      socket().close(1006)
      await vi.advanceTimersByTimeAsync(8_000)
    }

    expect(sockets).toHaveLength(5)
    expect(state.status).toBe('off')
    expect(state.problem).toContain('does not let this page speak')
  })

  it('waits as long as it is told to', async () => {
    buyTicket.mockRejectedValueOnce(new Refused('Too many', 3_000))
    await assistant.start()
    expect(state).toMatchObject({ status: 'reconnecting', problem: 'Too many' })
    await vi.advanceTimersByTimeAsync(2_999)
    expect(sockets).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(sockets).toHaveLength(1)
  })

  it('ends when it is refused', async () => {
    buyTicket.mockRejectedValue(new Refused('Voice is for signed-in users'))
    await assistant.start()

    expect(state).toMatchObject({ status: 'off', problem: 'Voice is for signed-in users' })
  })

  it('ends when nobody is signed in', async () => {
    token = undefined
    await assistant.start()
    expect(state).toMatchObject({ status: 'off', problem: 'Nobody is signed in any more.' })
  })

  it('says why there is no microphone', async () => {
    openMicrophone.mockRejectedValue(new MicrophoneProblem('There is no microphone.'))
    await assistant.start()

    expect(state).toMatchObject({ status: 'off', problem: 'There is no microphone.' })
    expect(sockets).toEqual([])
    expect(stopped).toHaveBeenCalledTimes(1)
  })

  it('can be used without a microphone', async () => {
    await assistant.start(false)
    socket().open()

    expect(openMicrophone).not.toHaveBeenCalled()
    expect(state).toMatchObject({ status: 'listening', microphone: false })
  })

  it('ends when the microphone goes', async () => {
    await begin()
    microphone.onLost()
    expect(state).toMatchObject({ status: 'off', problem: expect.stringContaining('microphone is gone') })
  })

  it('that was stopped while the microphone was asked for does not begin', async () => {
    let allow: (microphone: { stop: () => void }) => void = () => {}
    openMicrophone.mockReturnValue(new Promise((resolve) => (allow = resolve)))
    const started = assistant.start()
    await settled()
    assistant.stop()
    allow({ stop: stopped })
    await started

    expect(stopped).toHaveBeenCalledTimes(2)
    expect(sockets).toEqual([])
    expect(state.status).toBe('off')
  })

  it('says nothing of mistakes that are nobody’s', async () => {
    await begin()
    socket().say({ type: 'error', error: { code: 'response_cancel_not_active', message: 'x' } })
    socket().say({ type: 'error', error: { event_id: 'truncation-1', message: 'x' } })
    expect(state.problem).toBeUndefined()
    socket().say({ type: 'error', error: { code: 'server_overloaded', message: 'Try again' } })
    expect(state.problem).toBe('Try again')
  })
})

it('every name of the beta form has one in the general form', () => {
  expect(inGeneral({ type: 'response.audio_transcript.delta', delta: 'x' })).toEqual({
    type: 'response.output_audio_transcript.delta',
    delta: 'x',
  })
  expect(inGeneral({ type: 'response.done' })).toEqual({ type: 'response.done' })
})
