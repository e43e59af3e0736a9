import { AppShell, Container, Group, Text } from '@mantine/core'
import type { SupabaseClient, User } from '@supabase/supabase-js'
import type { ReactNode } from 'react'
import { ConnectionBadge } from '../connection/ConnectionBadge'
import { BellLogo } from '../icons'
import { UserMenu } from '../session/UserMenu'
import { ColourSchemeToggle } from './ColourSchemeToggle'
import { Navigation } from './Navigation'
import type { Route } from './routes'

interface PageProps {
  supabase?: SupabaseClient
  user?: User
  /** What the header offers besides. */
  actions?: ReactNode
  /** Which page this is; none before somebody is signed in. */
  route?: Route
  children: ReactNode
}

/** The header, with the connection and the user once somebody is signed in, and the content below. */
export function Page({ supabase, user, actions, route, children }: PageProps) {
  return (
    <AppShell header={{ height: 60 }}>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <AppShell.Header>
        <Container size="md" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap={8} wrap="nowrap" c="var(--belfry-logo)">
              <BellLogo width="1.75rem" height="1.75rem" style={{ flex: 'none' }} />
              <Text component="span" fw={700} fz="lg" c="var(--mantine-color-text)" visibleFrom="xs">
                Belfry
              </Text>
            </Group>
            <Group gap="xs" wrap="nowrap">
              {supabase && <ConnectionBadge />}
              {actions}
              <ColourSchemeToggle />
              {supabase && user && <UserMenu supabase={supabase} user={user} />}
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <Container size="md" py={{ base: 'lg', sm: 'xl' }}>
          {route && <Navigation current={route} />}
          {children}
        </Container>
      </AppShell.Main>
    </AppShell>
  )
}
