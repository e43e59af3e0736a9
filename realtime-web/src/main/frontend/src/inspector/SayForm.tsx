import { Button, Checkbox, Fieldset, Group, JsonInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { bytesIn } from './frame'

interface SayFormProps {
  label: string
  /** The name that is offered; without one, no name is asked for. */
  event?: string
  action: string
  onSay: (event: string, payload: object) => void
  /** Where bytes can be said too. */
  onSayBytes?: (event: string, payload: Uint8Array) => void
  children?: ReactNode
}

/** A payload in JSON or of bytes, and a name where one is needed. */
export function SayForm({ label, event: offered, action, onSay, onSayBytes, children }: SayFormProps) {
  const [event, setEvent] = useState(offered ?? '')
  const [payload, setPayload] = useState('{"hello": "everybody"}')
  const [hex, setHex] = useState('01 02 ff')
  const [wantsBytes, setWantsBytes] = useState(false)
  const asBytes = wantsBytes && onSayBytes !== undefined
  const value = objectIn(payload)
  const bytes = bytesIn(hex)

  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (asBytes) {
      if (bytes) onSayBytes(event, bytes)
    } else if (value) {
      onSay(event, value)
    }
  }

  return (
    <form onSubmit={submit}>
      <Fieldset legend={label} radius="md">
        <Stack gap="sm">
          {offered !== undefined && (
            <TextInput
              label="Event"
              dir="ltr"
              value={event}
              onChange={(changed) => setEvent(changed.currentTarget.value)}
              data-testid="say-event"
            />
          )}
          {asBytes ? (
            <TextInput
              label="Payload"
              description="Bytes in hexadecimal."
              dir="ltr"
              value={hex}
              error={bytes ? undefined : 'Two digits a byte, such as 01 02 ff.'}
              onChange={(changed) => setHex(changed.currentTarget.value)}
              data-testid="say-bytes"
            />
          ) : (
            <JsonInput
              label="Payload"
              autosize
              minRows={1}
              maxRows={8}
              dir="ltr"
              value={payload}
              error={value ? undefined : 'A JSON object, such as {"n": 1}.'}
              onChange={setPayload}
              data-testid="say-payload"
            />
          )}
          {onSayBytes && (
            <Checkbox
              label="As bytes"
              checked={wantsBytes}
              onChange={(changed) => setWantsBytes(changed.currentTarget.checked)}
              data-testid="say-as-bytes"
            />
          )}
          <Group gap="xs">
            <Button type="submit" variant="default" disabled={asBytes ? !bytes : !value} data-testid={`say-${action.toLowerCase()}`}>
              {action}
            </Button>
            {children}
          </Group>
        </Stack>
      </Fieldset>
    </form>
  )
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
