import { ActionIcon, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { SendIcon } from '../icons'

interface WriteFormProps {
  disabled: boolean
  onWrite: (text: string) => void
}

const MAX_LENGTH = 1_000

export function WriteForm({ disabled, onWrite }: WriteFormProps) {
  const [text, setText] = useState('')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (disabled || !text.trim()) return
    onWrite(text.trim())
    setText('')
  }

  return (
    <form onSubmit={submit}>
      <TextInput
        aria-label="Write instead of speaking"
        placeholder="Write instead"
        maxLength={MAX_LENGTH}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-testid="voice-text"
        rightSection={
          <ActionIcon type="submit" variant="subtle" disabled={disabled} aria-label="Send" data-testid="voice-send">
            <SendIcon />
          </ActionIcon>
        }
      />
    </form>
  )
}
