import { Alert, Button, Group, NativeSelect, Paper, Stack, TextInput, Title } from '@mantine/core'
import { createClient } from '@supabase/supabase-js'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { type Config, fetchConfig } from '../config'
import { type Version, versions } from './frame'
import type { WireState } from './wire'

/** Where to, and as whom. */
export interface Access {
  /** Of the realtime API: `/websocket` is put behind it. */
  url: string
  key: string
  /** Goes with each join; empty to join as the key. */
  token: string
  /** The id with which a page that comes back gets what it missed; empty for none. */
  client: string
  version: Version
}

interface ConnectFormProps {
  access: Access
  onChange: (access: Access) => void
  status: WireState['status']
  ended?: string
  onConnect: () => void
  onDisconnect: () => void
  onPing: () => void
}

export function ConnectForm({ access, onChange, status, ended, onConnect, onDisconnect, onPing }: ConnectFormProps) {
  const [config, setConfig] = useState<Config>()
  const [problem, setProblem] = useState<string>()
  const change = (part: Partial<Access>) => onChange({ ...access, ...part })

  const begin = useEffectEvent((found: Config) => {
    setConfig(found)
    change({ url: `${location.origin.replace(/^http/, 'ws')}/realtime/v1`, key: found.anonKey })
  })
  useEffect(() => {
    const request = new AbortController()
    fetchConfig(request.signal).then(begin, () => {})
    return () => request.abort()
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!access.url || !access.key) return setProblem('An address and a key are needed.')
    setProblem(undefined)
    onConnect()
  }

  const takeSession = async () => {
    if (!config) return
    const { data } = await createClient(location.origin, config.anonKey).auth.getSession()
    if (data.session) change({ token: data.session.access_token })
    setProblem(data.session ? undefined : 'Nobody is signed in to the portal in this browser.')
  }

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="connect-title">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={2} size="h4" id="connect-title">
            Connect
          </Title>
          <TextInput
            label="Address"
            description="Of the realtime API. /websocket is put behind it."
            dir="ltr"
            value={access.url}
            onChange={(event) => change({ url: event.currentTarget.value })}
            data-testid="connect-url"
          />
          <TextInput
            label="Key"
            description="The anon key of this server stands here; any key or token will do."
            dir="ltr"
            autoComplete="off"
            value={access.key}
            onChange={(event) => change({ key: event.currentTarget.value })}
            data-testid="connect-key"
          />
          <TextInput
            label="User's token"
            description="Sent with each join. Empty: channels are joined as the key."
            dir="ltr"
            autoComplete="off"
            value={access.token}
            onChange={(event) => change({ token: event.currentTarget.value })}
            data-testid="connect-token"
          />
          <TextInput
            label="Client id"
            description="With one, what was missed comes after a lost connection."
            dir="ltr"
            autoComplete="off"
            value={access.client}
            onChange={(event) => change({ client: event.currentTarget.value })}
          />
          <NativeSelect
            label="Version of the protocol"
            data={versions}
            value={access.version}
            onChange={(event) => change({ version: event.currentTarget.value as Version })}
            data-testid="connect-version"
          />
          {(problem ?? ended) && (
            <Alert color="yellow" role="alert" title="Not connected" data-testid="connect-problem">
              {problem ?? ended}
            </Alert>
          )}
          <Group gap="xs">
            <Button type="submit" loading={status === 'connecting'} data-testid="connect">
              {status === 'open' ? 'Connect anew' : 'Connect'}
            </Button>
            {status === 'open' && (
              <>
                <Button variant="default" onClick={onDisconnect} data-testid="disconnect">
                  Disconnect
                </Button>
                <Button variant="default" onClick={onPing} data-testid="ping">
                  Measure round trip
                </Button>
              </>
            )}
            <Button variant="default" disabled={!config} onClick={() => void takeSession()} data-testid="take-session">
              Use the portal's session
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
