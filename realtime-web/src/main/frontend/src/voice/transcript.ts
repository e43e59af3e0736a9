import type { ServerEvent } from './dialect'

/** What somebody said, as it is known so far. */
export interface Line {
  id: string
  speaker: 'you' | 'assistant'
  text: string
  /** It was cut short: what follows was not heard. */
  interrupted?: boolean
}

const MOST_LINES = 100

/** The lines after an event, in the GA form; the same array if it says nothing new. */
export function withEvent(lines: readonly Line[], event: ServerEvent): readonly Line[] {
  const { type, item_id: id = '' } = event
  switch (type) {
    case 'conversation.item.added':
      return event.item?.role === 'user' ? withItem(lines, event.item) : lines
    case 'conversation.item.input_audio_transcription.delta':
      return put(lines, id, 'you', (text) => text + (event.delta ?? ''))
    case 'conversation.item.input_audio_transcription.completed':
      return event.transcript ? put(lines, id, 'you', () => event.transcript ?? '') : lines.filter((line) => line.id !== id)
    case 'response.output_audio_transcript.delta':
    case 'response.output_text.delta':
      return put(lines, id, 'assistant', (text) => text + (event.delta ?? ''))
    case 'conversation.item.truncated':
      return lines.map((line) => (line.id === id ? { ...line, interrupted: true } : line))
    default:
      return lines
  }
}

/** What was spoken has its place at once and its words later, so that an answer cannot come to stand before its question. */
function withItem(lines: readonly Line[], item: NonNullable<ServerEvent['item']>): readonly Line[] {
  const text = item.content?.map((part) => part.text ?? '').join('') ?? ''
  return put(lines, item.id, 'you', () => text)
}

function put(lines: readonly Line[], id: string, speaker: Line['speaker'], text: (before: string) => string): readonly Line[] {
  const known = lines.some((line) => line.id === id)
  const all = known ? lines : [...lines, { id, speaker, text: '' }]
  return all.slice(-MOST_LINES).map((line) => (line.id === id ? { ...line, text: text(line.text) } : line))
}
