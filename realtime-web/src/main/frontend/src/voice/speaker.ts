import { RATE } from './pcm'

/** An item of which something was not played. */
export interface Unheard {
  item: string
  playedMs: number
}

export interface Speaker {
  play: (item: string, samples: Int16Array) => void
  /** Falls silent at once; says how much was heard of what was being played, or waited. */
  clear: () => Promise<Unheard[]>
  stop: () => void
}

/** Opens the loudspeaker; from a click, or the browser keeps it silent. */
export async function openSpeaker(onLevel: (level: number, playing: boolean) => void): Promise<Speaker> {
  const context = new AudioContext({ sampleRate: RATE })
  try {
    return await playing(context, onLevel)
  } catch (cause) {
    void context.close()
    throw cause
  }
}

async function playing(context: AudioContext, onLevel: (level: number, playing: boolean) => void): Promise<Speaker> {
  await context.audioWorklet.addModule('/voice/player.js')
  const player = new AudioWorkletNode(context, 'player', { numberOfInputs: 0, outputChannelCount: [1] })
  const waiting: ((unheard: Unheard[]) => void)[] = []
  player.port.onmessage = ({ data }) => {
    if (data.type === 'cleared') waiting.shift()?.(data.unheard)
    else onLevel(data.level, data.playing)
  }
  player.connect(context.destination)
  await context.resume()
  return {
    play: (item, samples) => player.port.postMessage({ type: 'play', item, samples }, [samples.buffer]),
    clear: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        player.port.postMessage({ type: 'clear' })
      }),
    stop: () => void context.close(),
  }
}
