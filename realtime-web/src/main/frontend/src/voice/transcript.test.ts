import { describe, expect, it } from 'vitest'
import type { ServerEvent } from './dialect'
import { type Line, withEvent } from './transcript'

const asked = { type: 'conversation.item.added', item: { id: 'q', role: 'user', content: [{ type: 'input_audio' }] } }
const understood = { type: 'conversation.item.input_audio_transcription.completed', item_id: 'q', transcript: 'what is new' }
const answered = { type: 'response.output_audio_transcript.delta', item_id: 'a', delta: 'Nothing.' }

function linesAfter(...events: ServerEvent[]): readonly Line[] {
  return events.reduce<readonly Line[]>(withEvent, [])
}

function texts(...events: ServerEvent[]): string[] {
  return linesAfter(...events).map((line) => `${line.speaker}: ${line.text}`)
}

describe('a transcript', () => {
  it('has the question before the answer, even when it is understood later', () => {
    expect(texts(asked, answered, understood)).toEqual(['you: what is new', 'assistant: Nothing.'])
  })

  it('grows with every piece of an answer', () => {
    expect(texts(answered, { ...answered, delta: ' At all.' })).toEqual(['assistant: Nothing. At all.'])
  })

  it('takes the whole transcript for the pieces before it', () => {
    const piece = { type: 'conversation.item.input_audio_transcription.delta', item_id: 'q', delta: 'what is gnu' }
    expect(texts(asked, piece, understood)).toEqual(['you: what is new'])
  })

  it('forgets what nobody understood', () => {
    expect(texts(asked, { ...understood, transcript: '' })).toEqual([])
  })

  it('shows what was written', () => {
    const written = { ...asked, item: { ...asked.item, content: [{ type: 'input_text', text: 'Help' }] } }
    expect(texts(written)).toEqual(['you: Help'])
  })

  it('says of an answer that it was interrupted', () => {
    const lines = linesAfter(answered, { type: 'conversation.item.truncated', item_id: 'a' })
    expect(lines).toEqual([{ id: 'a', speaker: 'assistant', text: 'Nothing.', interrupted: true }])
  })

  it('is the same object when nothing was said', () => {
    const lines = linesAfter(asked)
    expect(withEvent(lines, { type: 'rate_limits.updated' })).toBe(lines)
  })

  it('keeps the latest hundred', () => {
    const many = Array.from({ length: 120 }, (_, i) => ({ ...answered, item_id: `a${i}`, delta: `${i}` }))
    expect(texts(...many)).toHaveLength(100)
    expect(texts(...many)[99]).toBe('assistant: 119')
  })
})
