// Plays 16-bit pieces one behind the other without gaps, and knows how much of each item was really heard.
//   in:  { type: 'play', item, samples }   { type: 'clear' }
//   out: { type: 'level', level, playing } ten times a second
//        { type: 'cleared', unheard: [{ item, playedMs }] }   items of which something was not played
const REPORT = sampleRate / 10
// What has to be there before an answer begins, so that a piece which is late makes no gap.
const AHEAD = sampleRate / 10

class Player extends AudioWorkletProcessor {
  pieces = []
  waiting = 0
  place = 0
  played = new Map()
  playing = false
  sum = 0
  count = 0
  idle = 0

  constructor() {
    super()
    this.port.onmessage = ({ data }) => (data.type === 'play' ? this.add(data) : this.clear())
  }

  add({ item, samples }) {
    this.pieces.push({ item, samples })
    this.waiting += samples.length
  }

  clear() {
    const items = [...new Set(this.pieces.map((piece) => piece.item))]
    const unheard = items.map((item) => ({
      item,
      playedMs: Math.floor(((this.played.get(item) ?? 0) * 1000) / sampleRate),
    }))
    this.pieces = []
    this.waiting = 0
    this.place = 0
    this.playing = false
    this.played.clear()
    this.port.postMessage({ type: 'cleared', unheard })
  }

  process(_inputs, [[out]]) {
    if (!out) return true
    // A short answer is never as long as that: it begins a moment later all the same.
    this.idle = this.waiting > 0 && !this.playing ? this.idle + out.length : 0
    if (this.waiting >= AHEAD || this.idle >= AHEAD) this.playing = true
    for (let i = 0; this.playing && i < out.length; i++) out[i] = this.next()
    this.report(out)
    return true
  }

  next() {
    const piece = this.pieces[0]
    if (!piece) {
      this.playing = false
      return 0
    }
    const sample = piece.samples[this.place++] / 32768
    this.waiting--
    this.played.set(piece.item, (this.played.get(piece.item) ?? 0) + 1)
    if (this.place === piece.samples.length) {
      this.pieces.shift()
      this.place = 0
      this.forgetPlayed(piece.item)
    }
    return sample
  }

  // The latest item may go on; those before it are over.
  forgetPlayed(item) {
    const next = this.pieces[0]
    if (next && next.item !== item) this.played.delete(item)
  }

  report(out) {
    for (const sample of out) this.sum += sample * sample
    this.count += out.length
    if (this.count < REPORT) return
    this.port.postMessage({ type: 'level', level: Math.sqrt(this.sum / this.count), playing: this.playing })
    this.sum = 0
    this.count = 0
  }
}

registerProcessor('player', Player)
