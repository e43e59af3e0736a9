import { RATE } from './pcm'

export interface Microphone {
  stop: () => void
}

/** Why there is nothing to hear; its message can be shown to the reader. */
export class MicrophoneProblem extends Error {}

interface Handlers {
  onFrame: (frame: Int16Array, level: number) => void
  /** It was unplugged, or the permission taken away. */
  onLost: () => void
}

/** Opens the microphone, which asks the reader for permission the first time. */
export async function openMicrophone({ onFrame, onLost }: Handlers): Promise<Microphone> {
  const stream = await capture()
  try {
    const context = await recording(stream, onFrame)
    const [track] = stream.getAudioTracks()
    track?.addEventListener('ended', onLost)
    return {
      stop: () => {
        track?.removeEventListener('ended', onLost)
        close(stream)
        void context.close()
      },
    }
  } catch (cause) {
    close(stream)
    throw new MicrophoneProblem('This browser cannot record here.', { cause })
  }
}

async function capture(): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new MicrophoneProblem('The browser gives the microphone to https pages and to localhost only.')
  }
  try {
    // Without echo cancellation the assistant would interrupt itself.
    return await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    })
  } catch (cause) {
    throw new MicrophoneProblem(explain(cause), { cause })
  }
}

async function recording(stream: MediaStream, onFrame: Handlers['onFrame']): Promise<AudioContext> {
  let context = new AudioContext({ sampleRate: RATE })
  let source: MediaStreamAudioSourceNode
  try {
    source = context.createMediaStreamSource(stream)
  } catch {
    // Not every browser connects a microphone to a context of another rate; the worklet knows what to do.
    void context.close()
    context = new AudioContext()
    source = context.createMediaStreamSource(stream)
  }
  try {
    await context.audioWorklet.addModule('/voice/recorder.js')
    const recorder = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' })
    recorder.port.onmessage = ({ data }) => onFrame(data.frame, data.level)
    source.connect(recorder)
    await context.resume()
    return context
  } catch (cause) {
    void context.close()
    throw cause
  }
}

function close(stream: MediaStream) {
  stream.getTracks().forEach((track) => track.stop())
}

function explain(cause: unknown): string {
  switch (cause instanceof DOMException ? cause.name : '') {
    case 'NotAllowedError':
      return 'The microphone was refused. Allow it for this page in the browser, then start again.'
    case 'NotFoundError':
      return 'There is no microphone. Connect one, then start again.'
    case 'NotReadableError':
      return 'Another program holds the microphone. Close it, then start again.'
    default:
      return 'The microphone cannot be opened.'
  }
}
