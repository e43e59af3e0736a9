import { afterEach, expect, it, vi } from 'vitest'
import { openMicrophone } from './microphone'
import { openSpeaker } from './speaker'

const closed = vi.fn()
const stopped = vi.fn()

/** A browser that cannot load a worklet. */
class AudioContext {
  audioWorklet = { addModule: () => Promise.reject(new Error('The server is away.')) }
  createMediaStreamSource = () => ({})
  close = closed
}

afterEach(() => {
  vi.unstubAllGlobals()
  closed.mockReset()
  stopped.mockReset()
})

it('a loudspeaker that cannot be opened is let go', async () => {
  vi.stubGlobal('AudioContext', AudioContext)

  await expect(openSpeaker(() => undefined)).rejects.toThrow('away')

  expect(closed).toHaveBeenCalledOnce()
})

it('a microphone that cannot be heard is let go', async () => {
  vi.stubGlobal('AudioContext', AudioContext)
  const stream = { getTracks: () => [{ stop: stopped }] }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } })

  await expect(openMicrophone({ onFrame: () => undefined, onLost: () => undefined })).rejects.toThrow('cannot record')

  expect(stopped).toHaveBeenCalledOnce()
  expect(closed).toHaveBeenCalledOnce()
})
