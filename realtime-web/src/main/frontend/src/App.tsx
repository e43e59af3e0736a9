import { Center, Loader } from '@mantine/core'
import { ChallengesPage } from './challenges/ChallengesPage'
import type { Config } from './config'
import { useServer } from './hooks/useServer'
import { useSession } from './hooks/useSession'
import { Page } from './layout/Page'
import { ServerFailed } from './layout/ServerFailed'
import { SignIn } from './session/SignIn'
import { VoicePanel } from './voice/VoicePanel'
import type { SupabaseClient } from '@supabase/supabase-js'

export function App() {
  const server = useServer()
  if (server.state === 'loading') return <Waiting />
  if (server.state === 'failed') return <ServerFailed message={server.message} onRetry={server.retry} />
  return <Portal supabase={server.supabase} config={server.config} />
}

interface PortalProps {
  supabase: SupabaseClient
  config: Config
}

function Portal({ supabase, config }: PortalProps) {
  const session = useSession(supabase)
  if (session === undefined) return <Waiting />
  if (session === null) {
    return (
      <Page>
        <SignIn supabase={supabase} offerDemoAccounts={config.dev} />
      </Page>
    )
  }
  return (
    <Page
      supabase={supabase}
      user={session.user}
      actions={<VoicePanel key={session.user.id} supabase={supabase} provider={config.voice} />}
    >
      <ChallengesPage key={session.user.id} supabase={supabase} userId={session.user.id} />
    </Page>
  )
}

function Waiting() {
  return (
    <Center mih="100dvh">
      <Loader aria-label="Loading" />
    </Center>
  )
}
