import { Center, Loader } from '@mantine/core'
import type { Session, SupabaseClient } from '@supabase/supabase-js'
import { CampaignsPage } from './campaigns/CampaignsPage'
import { AllChallenges, MyChallenges } from './challenges/ChallengesPage'
import { ChangesPage } from './changes/ChangesPage'
import type { Config } from './config'
import { ContentPage } from './content/ContentPage'
import { EventsPage } from './events/EventsPage'
import { HealthProvider } from './health/HealthContext'
import { HealthPage } from './health/HealthPage'
import { useNotifications } from './hooks/useNotifications'
import { useServer } from './hooks/useServer'
import { useSession } from './hooks/useSession'
import { Page } from './layout/Page'
import { PageBoundary } from './layout/PageBoundary'
import { useRoute } from './layout/routes'
import { ServerFailed } from './layout/ServerFailed'
import { NotificationMenu } from './notifications/NotificationMenu'
import { RoomsPage } from './rooms/RoomsPage'
import { SecurePage } from './secure/SecurePage'
import { SignIn } from './session/SignIn'
import { VoicePanel } from './voice/VoicePanel'
import { Welcome } from './welcome/Welcome'

export function App() {
  const server = useServer()
  if (server.state === 'loading') return <Waiting />
  if (server.state === 'failed') return <ServerFailed message={server.message} onRetry={server.retry} />
  if (!server.config.demo) return <Welcome config={server.config} />
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
        <SignIn supabase={supabase} offerDemoAccounts={config.demo} />
      </Page>
    )
  }
  return (
    <HealthProvider supabase={supabase}>
      <SignedIn key={session.user.id} supabase={supabase} config={config} session={session} />
    </HealthProvider>
  )
}

function SignedIn({ supabase, config, session: { user } }: PortalProps & { session: Session }) {
  const route = useRoute()
  const { notifications, unread, markRead, ...following } = useNotifications(supabase, user.id)
  const name: string = user.user_metadata.name ?? user.email ?? 'Somebody'
  const me = { id: user.id, name }
  const listed = { supabase, userId: user.id, following }

  const pages = {
    challenges: () => <AllChallenges {...listed} />,
    mine: () => <MyChallenges {...listed} />,
    secure: () => <SecurePage supabase={supabase} userId={user.id} />,
    events: () => <EventsPage supabase={supabase} userId={user.id} />,
    campaigns: () => <CampaignsPage supabase={supabase} userId={user.id} />,
    content: () => <ContentPage supabase={supabase} me={me} />,
    rooms: () => <RoomsPage supabase={supabase} me={me} />,
    health: () => <HealthPage />,
    changes: () => <ChangesPage supabase={supabase} />,
  }

  return (
    <Page
      supabase={supabase}
      user={user}
      route={route}
      actions={
        <>
          <NotificationMenu notifications={notifications} unread={unread} markRead={markRead} />
          <VoicePanel supabase={supabase} provider={config.voice} />
        </>
      }
    >
      <PageBoundary key={route}>{pages[route]()}</PageBoundary>
    </Page>
  )
}

function Waiting() {
  return (
    <Center mih="100dvh">
      <Loader role="status" aria-label="Loading" />
    </Center>
  )
}
