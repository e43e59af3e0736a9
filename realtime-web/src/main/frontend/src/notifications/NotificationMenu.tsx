import { ActionIcon, Indicator, Menu, Text } from '@mantine/core'
import { relativeTime } from '../challenges/relativeTime'
import type { useNotifications } from '../hooks/useNotifications'
import { NewsIcon } from '../icons'

type NotificationMenuProps = Pick<ReturnType<typeof useNotifications>, 'notifications' | 'unread' | 'markRead'>

/** What has become of what one follows. Opening it is reading it. */
export function NotificationMenu({ notifications, unread, markRead }: NotificationMenuProps) {
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread} new`

  return (
    <Menu position="bottom-end" width={280} shadow="md" onClose={markRead}>
      <Indicator disabled={unread === 0} label={unread} size={16} color="red.8" offset={4}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            size="lg"
            aria-label={label}
            data-testid="notifications"
            data-unread={unread}
          >
            <NewsIcon />
          </ActionIcon>
        </Menu.Target>
      </Indicator>
      <Menu.Dropdown>
        {notifications.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            Follow a challenge, and what others do to it is told here.
          </Text>
        )}
        {notifications.slice(0, 10).map(({ id, title, kind, at, read }) => (
          <Menu.Item key={id} component="a" href="#/challenges" data-testid="notification">
            <Text size="sm" fw={read ? 400 : 600} dir="auto" lineClamp={2}>
              {title}
            </Text>
            <Text size="xs" c="dimmed">
              {kind} {relativeTime(at, new Date())}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
