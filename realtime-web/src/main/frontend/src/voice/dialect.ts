/** The two forms of the Realtime API that the server speaks with a page; they differ in names, and in how a session is written. */
export type Dialect = 'beta' | 'ga'

export interface ServerEvent {
  type: string
  item_id?: string
  delta?: string
  transcript?: string
  item?: { id: string; role?: string; content?: { type: string; text?: string }[] }
  response?: { status?: string; status_details?: { error?: { message?: string } } | null }
  error?: { message?: string; code?: string | null; event_id?: string | null }
}

const generalNames: Record<string, string> = {
  'conversation.item.created': 'conversation.item.added',
  'response.audio.delta': 'response.output_audio.delta',
  'response.audio.done': 'response.output_audio.done',
  'response.audio_transcript.delta': 'response.output_audio_transcript.delta',
  'response.audio_transcript.done': 'response.output_audio_transcript.done',
  'response.text.delta': 'response.output_text.delta',
  'response.text.done': 'response.output_text.done',
}

/** A server's event by the name that GA has for it, so that the rest of the page knows one set of names. */
export function inGeneral(event: ServerEvent): ServerEvent {
  const type = generalNames[event.type]
  return type ? { ...event, type } : event
}

/** Half a second of silence ends a turn: shorter feels hasty, longer slow. */
const turnDetection = { type: 'server_vad', threshold: 0.5, prefix_padding_ms: 300, silence_duration_ms: 500 }

/** The first thing that a page says; it also tells the server which form the page speaks. */
export function sessionUpdate(dialect: Dialect): object {
  return {
    type: 'session.update',
    session:
      dialect === 'ga'
        ? { type: 'realtime', audio: { input: { turn_detection: turnDetection } } }
        : { modalities: ['text', 'audio'], turn_detection: turnDetection },
  }
}
