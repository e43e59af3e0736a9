import { Button, Fieldset, Group, JsonInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'

interface SayFormProps {
  label: string
  /** The name that is offered; without one, no name is asked for. */
  event?: string
  action: string
  onSay: (event: string, payload: object) => void
  children?: ReactNode
}

/** A payload in JSON, and a name where one is needed. */
export function SayForm({ label, event: offered, action, onSay, children }: SayFormProps) {
  const [event, setEvent] = useState(offered ?? '')
  const [payload, setPayload] = useState('{"hello": "everybody"}')
  const value = objectIn(payload)

  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (value) onSay(event, value)
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
          <Group gap="xs">
            <Button type="submit" variant="default" disabled={!value} data-testid={`say-${action.toLowerCase()}`}>
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
