import { Avatar, Badge, Group, Menu, Text, UnstyledButton } from '@mantine/core'
import type { SupabaseClient, User } from '@supabase/supabase-js'
import { useTextDirection } from '../hooks/useTextDirection'
import { DirectionIcon, SignOutIcon } from '../icons'

interface UserMenuProps {
  supabase: SupabaseClient
  user: User
}

export function UserMenu({ supabase, user }: UserMenuProps) {
  const name: string = user.user_metadata.name ?? user.email ?? 'Somebody'
  const groups: unknown = user.app_metadata.groups
  const { rtl, toggle } = useTextDirection()
  const isAdmin = Array.isArray(groups) && groups.includes('admin')

  return (
    <Menu position="bottom-end" width={220} shadow="md">
      <Menu.Target>
        <UnstyledButton data-testid="user-menu" aria-label={`Signed in as ${name}`}>
          <Avatar color="verdigris" variant="filled" size={34} alt="">
            {name.slice(0, 1).toUpperCase()}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Group px="sm" py="xs" justify="space-between" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={600} truncate>
              {name}
            </Text>
            <Text size="sm" c="dimmed" truncate>
              {user.email}
            </Text>
          </div>
          {isAdmin && (
            <Badge variant="default" tt="none" style={{ flex: 'none' }}>
              admin
            </Badge>
          )}
        </Group>
        <Menu.Divider />
        <Menu.Item leftSection={<DirectionIcon />} data-testid="direction" onClick={toggle}>
          {rtl ? 'From left to right' : 'From right to left'}
        </Menu.Item>
        <Menu.Item
          leftSection={<SignOutIcon />}
          data-testid="sign-out"
          onClick={() => void supabase.auth.signOut({ scope: 'local' })}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
