import { type Dialect, inGeneral, type ServerEvent, sessionUpdate } from './dialect'
import { type Microphone, MicrophoneProblem, openMicrophone } from './microphone'
import { fromBase64, toBase64 } from './pcm'
import { openSpeaker, type Speaker } from './speaker'
import { buyTicket, Refused, socketUrl } from './ticket'
import { type Line, withEvent } from './transcript'

export type Status = 'off' | 'starting' | 'listening' | 'hearing' | 'thinking' | 'speaking' | 'reconnecting'

export interface VoiceState {
  status: Status
  /** What went wrong, for the reader. */
  problem?: string
  /** Whether there is a microphone; without one the reader writes. */
  microphone: boolean
  muted: boolean
  /** The connection does not take sound as fast as it is spoken. */
  slow: boolean
  /** Loudness of the microphone and of the assistant, from 0 to 1. */
  inputLevel: number
  outputLevel: number
  lines: readonly Line[]
}

export const silent: VoiceState = {
  status: 'off',
  microphone: false,
  muted: false,
  slow: false,
  inputLevel: 0,
  outputLevel: 0,
  lines: [],
}

/** What of the browser it needs; tests bring their own. */
export interface Parts {
  openMicrophone: typeof openMicrophone
  openSpeaker: typeof openSpeaker
  buyTicket: typeof buyTicket
  openSocket: (url: string) => WebSocket
}

const browserParts: Parts = {
  openMicrophone,
  openSpeaker,
  buyTicket,
  openSocket: (url) => new WebSocket(url),
}

/** What is said before the server is there is kept: ten seconds of it, in frames of 40 ms, sent by two seconds. */
const EARLY_FRAMES = 250
const FRAMES_AT_ONCE = 50
const SLOW_BYTES = 256 * 1024
const RETRY_MS = 500
const RETRY_MAX_MS = 8_000
const REFUSALS_MAX = 5
const TRUNCATION = 'truncation-'
const NOT_LET_IN = 'The server does not let this page speak. Perhaps other conversations of yours are still open.'

/** Close codes after which another try would end the same way. */
const FINAL_CODES = [1000, 1008]

/**
 * One conversation by voice, from the click that starts it to the one that ends it, over as many connections as it takes.
 * A new connection is a new session: the assistant does not remember what was said before.
 */
export class VoiceAssistant {
  private state: VoiceState = silent
  private running = 0
  private socket?: WebSocket
  private speaker?: Speaker
  private microphone?: Microphone
  private retry?: ReturnType<typeof setTimeout>
  private attempts = 0
  private refusals = 0
  private truncations = 0
  private responding = false
  private answering?: string
  private early: Int16Array[] = []
  private readonly interrupted = new Set<string>()

  constructor(
    private readonly dialect: Dialect,
    private readonly token: () => Promise<string | undefined>,
    private readonly onChange: (state: VoiceState) => void,
    private readonly parts: Parts = browserParts,
  ) {}

  /** Without a microphone the reader writes, and the assistant speaks. */
  async start(withMicrophone = true): Promise<void> {
    this.stop()
    const run = ++this.running
    this.set({ ...silent, status: 'starting' })
    try {
      const speaker = await this.parts.openSpeaker((level, playing) => this.heard(level, playing))
      if (run !== this.running) return speaker.stop()
      this.speaker = speaker
      if (withMicrophone) {
        const microphone = await this.parts.openMicrophone({
          onFrame: (frame, level) => this.spoke(frame, level),
          onLost: () => this.fail('The microphone is gone. Connect it, then start again.'),
        })
        if (run !== this.running) return microphone.stop()
        this.microphone = microphone
      }
      this.set({ microphone: withMicrophone })
    } catch (cause) {
      if (run !== this.running) return
      return this.fail(cause instanceof MicrophoneProblem ? cause.message : 'This browser cannot play the answers.')
    }
    await this.connect()
  }

  stop(): void {
    this.running++
    clearTimeout(this.retry)
    this.socket?.close(1000)
    this.microphone?.stop()
    this.speaker?.stop()
    this.socket = this.microphone = this.speaker = this.answering = undefined
    this.responding = false
    this.attempts = this.refusals = 0
    this.early = []
    this.interrupted.clear()
    this.set({ status: 'off', problem: undefined, microphone: false, muted: false, slow: false, inputLevel: 0, outputLevel: 0 })
  }

  mute(muted: boolean): void {
    this.set({ muted })
  }

  /** For whoever cannot or does not want to speak. */
  async write(text: string): Promise<void> {
    if (this.responding) this.send({ type: 'response.cancel' })
    await this.interrupt()
    this.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
    })
    this.send({ type: 'response.create' })
  }

  private async connect(): Promise<void> {
    const run = this.running
    try {
      const token = await this.token()
      if (run !== this.running) return
      if (!token) return this.fail('Nobody is signed in any more.')
      const ticket = await this.parts.buyTicket(token)
      if (run === this.running) this.open(socketUrl(ticket, this.dialect))
    } catch (cause) {
      if (run !== this.running) return
      if (!(cause instanceof Refused)) return this.reconnect()
      if (cause.retryAfterMs === undefined) return this.fail(cause.message)
      this.reconnect(cause.retryAfterMs, cause.message)
    }
  }

  private open(url: string): void {
    const socket = this.parts.openSocket(url)
    let opened = false
    this.socket = socket
    socket.onopen = () => {
      opened = true
      this.send(sessionUpdate(this.dialect))
      this.sendEarly()
    }
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) this.receive(inGeneral(JSON.parse(data)))
    }
    socket.onclose = ({ code, reason }) => {
      if (socket === this.socket) this.closed(opened, code, reason)
    }
  }

  private closed(opened: boolean, code: number, reason: string): void {
    this.socket = this.answering = undefined
    this.responding = false
    this.refusals = opened ? 0 : this.refusals + 1
    if (this.refusals >= REFUSALS_MAX) return this.fail(NOT_LET_IN)
    if (FINAL_CODES.includes(code) || reason === 'voice_not_configured') {
      return this.fail(this.state.problem ?? 'The server has ended the conversation.')
    }
    this.reconnect()
  }

  private reconnect(afterMs = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** this.attempts), problem?: string): void {
    this.attempts++
    this.set({ status: 'reconnecting', problem, slow: false })
    this.retry = setTimeout(() => void this.connect(), afterMs)
  }

  private receive(event: ServerEvent): void {
    this.set({ lines: withEvent(this.state.lines, event) })
    switch (event.type) {
      case 'session.created':
        this.attempts = 0
        return this.set({ status: 'listening', problem: undefined })
      case 'input_audio_buffer.speech_started':
        this.set({ status: 'hearing', problem: undefined })
        return void this.interrupt()
      case 'input_audio_buffer.speech_stopped':
        return this.set({ status: 'thinking' })
      case 'response.created':
        this.responding = true
        return this.set({ status: 'thinking' })
      case 'conversation.item.input_audio_transcription.completed':
        // Nothing was understood, so nothing will be answered.
        if (!event.transcript && this.state.status === 'thinking') this.set({ status: 'listening' })
        return
      case 'response.output_audio.delta':
        return this.play(event)
      case 'response.done':
        return this.answered(event)
      case 'error':
        return this.complained(event)
    }
  }

  private play({ item_id: item = '', delta = '' }: ServerEvent): void {
    if (this.interrupted.has(item)) return
    this.answering = item
    this.speaker?.play(item, fromBase64(delta))
  }

  private answered({ response }: ServerEvent): void {
    this.responding = false
    this.answering = undefined
    if (response?.status === 'failed') {
      this.set({ problem: response.status_details?.error?.message ?? 'The assistant could not answer.' })
    }
    if (this.state.status === 'thinking') this.set({ status: 'listening' })
  }

  private complained({ error }: ServerEvent): void {
    const isOurs = error?.event_id?.startsWith(TRUNCATION) || error?.code === 'response_cancel_not_active'
    if (!isOurs) this.set({ problem: error?.message ?? 'The server reported an error.' })
  }

  /** Falls silent, and tells the assistant how much of its answer was heard; the server stops the answer by itself. */
  private async interrupt(): Promise<void> {
    if (this.answering) this.interrupted.add(this.answering)
    this.answering = undefined
    for (const { item, playedMs } of (await this.speaker?.clear()) ?? []) {
      this.interrupted.add(item)
      this.send({
        type: 'conversation.item.truncate',
        event_id: `${TRUNCATION}${++this.truncations}`,
        item_id: item,
        content_index: 0,
        audio_end_ms: playedMs,
      })
    }
  }

  private spoke(frame: Int16Array, level: number): void {
    const { muted } = this.state
    this.set({ inputLevel: muted ? 0 : level })
    const sound = muted ? new Int16Array(frame.length) : frame
    if (this.socket?.readyState !== WebSocket.OPEN) {
      if (this.state.status === 'starting') this.early = [...this.early, sound].slice(-EARLY_FRAMES)
      return
    }
    const slow = this.socket.bufferedAmount > SLOW_BYTES
    if (slow !== this.state.slow) this.set({ slow })
    // Old sound is of no use to anybody. Silence has to be sent, or a turn would never end.
    if (!slow) this.send({ type: 'input_audio_buffer.append', audio: toBase64(sound) })
  }

  private sendEarly(): void {
    while (this.early.length > 0) {
      const samples = this.early.splice(0, FRAMES_AT_ONCE).flatMap((frame) => [...frame])
      this.send({ type: 'input_audio_buffer.append', audio: toBase64(Int16Array.from(samples)) })
    }
  }

  private heard(outputLevel: number, playing: boolean): void {
    const { status } = this.state
    if (playing && (status === 'listening' || status === 'thinking')) this.set({ status: 'speaking' })
    if (!playing && status === 'speaking') this.set({ status: this.answering ? 'thinking' : 'listening' })
    this.set({ outputLevel })
  }

  private send(event: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(event))
  }

  private fail(problem: string): void {
    this.stop()
    this.set({ problem })
  }

  private set(part: Partial<VoiceState>): void {
    this.state = { ...this.state, ...part }
    this.onChange(this.state)
  }
}
