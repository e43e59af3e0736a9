import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'

interface TitleFormProps {
  label: string
  action: string
  /** @returns whether it was made */
  onMake: (title: string) => Promise<boolean>
}

/** Makes something that needs no more than a title. */
export function TitleForm({ label, action, onMake }: TitleFormProps) {
  const [title, setTitle] = useState('')
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!title.trim()) return
    setBusy(true)
    const made = await onMake(title.trim())
    setBusy(false)
    if (made) setTitle('')
  }

  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          label={label}
          flex={1}
          dir="auto"
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-testid="new-title"
        />
        <Button type="submit" loading={busy} disabled={!title.trim()} data-testid="new-make">
          {action}
        </Button>
      </Group>
    </form>
  )
}
