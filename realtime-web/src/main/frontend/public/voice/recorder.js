// Turns what the microphone gives into 16-bit frames of 40 ms at 24 kHz, each with its loudness.
// A file of its own because the content security policy allows worklets from files only.
const RATE = 24000
const FRAME = (RATE * 40) / 1000

class Recorder extends AudioWorkletProcessor {
  frame = new Int16Array(FRAME)
  filled = 0
  sum = 0
  // Browsers that cannot run the whole context at 24 kHz leave it to us: each sample is the mean of what it stands for.
  step = sampleRate / RATE
  place = 0
  held = 0
  heldCount = 0

  process([[samples]]) {
    if (!samples) return true
    for (const sample of samples) {
      this.held += sample
      this.heldCount++
      this.place++
      if (this.place >= this.step) {
        this.place -= this.step
        this.add(this.held / this.heldCount)
        this.held = 0
        this.heldCount = 0
      }
    }
    return true
  }

  add(sample) {
    const clipped = Math.max(-1, Math.min(1, sample))
    this.frame[this.filled++] = Math.round(clipped * 32767)
    this.sum += clipped * clipped
    if (this.filled < FRAME) return
    const level = Math.sqrt(this.sum / FRAME)
    this.port.postMessage({ frame: this.frame, level }, [this.frame.buffer])
    this.frame = new Int16Array(FRAME)
    this.filled = 0
    this.sum = 0
  }
}

registerProcessor('recorder', Recorder)
