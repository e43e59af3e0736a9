import { beforeEach, describe, expect, it } from 'vitest'
import player from '../../public/voice/player.js?raw'
import recorder from '../../public/voice/recorder.js?raw'

interface Processor {
  port: { onmessage?: (message: { data: object }) => void }
  process: (inputs: Float32Array[][], outputs: Float32Array[][]) => boolean
}

type Posted = Record<string, unknown>

/** What a browser gives to a worklet, as far as ours ask for it. */
function load(source: string, rate: number): { processor: Processor; posted: Posted[] } {
  const posted: Posted[] = []
  let make: (() => Processor) | undefined
  class AudioWorkletProcessor {
    port = { postMessage: (message: Posted) => posted.push(message) }
  }
  const register = (_name: string, type: new () => Processor) => (make = () => new type())
  new Function('AudioWorkletProcessor', 'registerProcessor', 'sampleRate', source)(AudioWorkletProcessor, register, rate)
  return { processor: make!(), posted }
}

const quantum = (value: number) => new Float32Array(128).fill(value)

describe('the recorder', () => {
  it('gives frames of 40 ms with their loudness', () => {
    const { processor, posted } = load(recorder, 24_000)
    for (let i = 0; i < 16; i++) processor.process([[quantum(0.5)]], [])

    expect(posted).toHaveLength(2)
    const { frame, level } = posted[0] as { frame: Int16Array; level: number }
    expect(frame).toEqual(new Int16Array(960).fill(16384))
    expect(level).toBeCloseTo(0.5)
  })

  it('takes every second sample of a context that runs twice as fast', () => {
    const { processor, posted } = load(recorder, 48_000)
    for (let i = 0; i < 30; i++) processor.process([[quantum(0.5)]], [])

    expect(posted).toHaveLength(2)
  })

  it('takes what comes at a rate that does not fit, on average', () => {
    const { processor, posted } = load(recorder, 44_100)
    for (let i = 0; i < 345; i++) processor.process([[quantum(0.1)]], [])

    expect(posted).toHaveLength(25)
  })

  it('cuts what is too loud', () => {
    const { processor, posted } = load(recorder, 24_000)
    for (let i = 0; i < 8; i++) processor.process([[quantum(-2)]], [])

    expect((posted[0] as { frame: Int16Array }).frame[0]).toBe(-32767)
  })

  it('waits while there is no input', () => {
    const { processor, posted } = load(recorder, 24_000)
    expect(processor.process([[]], [])).toBe(true)
    expect(posted).toEqual([])
  })
})

describe('the player', () => {
  let processor: Processor
  let posted: Posted[]

  beforeEach(() => ({ processor, posted } = load(player, 24_000)))

  const say = (item: string, length: number, value = 16384) =>
    processor.port.onmessage!({ data: { type: 'play', item, samples: new Int16Array(length).fill(value) } })
  const clear = () => {
    processor.port.onmessage!({ data: { type: 'clear' } })
    return posted.at(-1)
  }
  const play = (quanta: number) => {
    const heard: number[] = []
    for (let i = 0; i < quanta; i++) {
      const out = quantum(0)
      processor.process([], [[out]])
      heard.push(...out)
    }
    return heard
  }

  it('plays pieces one behind the other without a gap', () => {
    say('a', 2400)
    say('a', 2400, 8192)
    const heard = play(40)

    expect(heard.slice(0, 2400).every((sample) => sample === 0.5)).toBe(true)
    expect(heard.slice(2400, 4800).every((sample) => sample === 0.25)).toBe(true)
    expect(heard.slice(4800).every((sample) => sample === 0)).toBe(true)
  })

  it('begins when there is enough, or when nothing follows', () => {
    say('a', 240)
    expect(play(18).every((sample) => sample === 0)).toBe(true)
    expect(play(3).filter((sample) => sample === 0.5)).toHaveLength(240)
  })

  it('says how much of each item was heard when it is silenced', () => {
    say('a', 2400)
    say('b', 4800)
    say('c', 2400)
    play(28)

    expect(clear()).toEqual({
      type: 'cleared',
      unheard: [
        { item: 'b', playedMs: 49 },
        { item: 'c', playedMs: 0 },
      ],
    })
    expect(play(2).every((sample) => sample === 0)).toBe(true)
  })

  it('has nothing to say of what was heard to the end', () => {
    say('a', 2400)
    play(20)
    expect(clear()).toEqual({ type: 'cleared', unheard: [] })
  })

  it('counts an item on when more of it comes late', () => {
    say('a', 2400)
    play(20)
    say('a', 4800)
    play(10)
    expect(clear()).toEqual({ type: 'cleared', unheard: [{ item: 'a', playedMs: 153 }] })
  })

  it('tells its loudness ten times a second', () => {
    say('a', 4800)
    play(38)
    expect(posted.filter(({ type }) => type === 'level')).toHaveLength(2)
    expect(posted[0]).toMatchObject({ playing: true, level: 0.5 })
  })
})
