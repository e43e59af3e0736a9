import { ActionIcon, Drawer, Tooltip } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Config } from '../config'
import { useVoiceAssistant } from '../hooks/useVoiceAssistant'
import { MicrophoneIcon } from '../icons'
import { Conversation } from './Conversation'
import type { Dialect } from './dialect'

interface VoicePanelProps {
  supabase: SupabaseClient
  provider: Config['voice']
}

/** Beta is what portals speak so far; `?voice=ga` in the page's address asks for the other form. */
function askedDialect(): Dialect {
  return new URLSearchParams(location.search).get('voice') === 'ga' ? 'ga' : 'beta'
}

/** The button in the header, and the panel that it opens beside the page: what is asked for by voice can be seen to happen. */
export function VoicePanel({ supabase, provider }: VoicePanelProps) {
  const voice = useVoiceAssistant(supabase, { dialect: askedDialect() })
  const [opened, panel] = useDisclosure()
  const fullScreen = useMediaQuery('(max-width: 36em)')
  const off = provider === 'off'
  const label = off ? 'Voice is off on this server' : 'Voice assistant'

  const close = () => {
    voice.stop()
    panel.close()
  }

  return (
    <>
      <Tooltip label={label}>
        <ActionIcon
          variant={voice.status === 'off' ? 'subtle' : 'filled'}
          color={voice.status === 'off' ? 'gray' : undefined}
          c={voice.status === 'off' ? 'var(--mantine-color-text)' : undefined}
          size="lg"
          aria-label={label}
          aria-expanded={opened}
          data-disabled={off || undefined}
          aria-disabled={off}
          data-testid="voice-open"
          onClick={() => !off && (opened ? close() : panel.open())}
        >
          <MicrophoneIcon />
        </ActionIcon>
      </Tooltip>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size={fullScreen ? '100%' : 380}
        title="Voice assistant"
        withOverlay={false}
        trapFocus={false}
        lockScroll={false}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
        transitionProps={{ duration: 0 }}
        shadow="md"
        styles={{
          inner: { pointerEvents: 'none' },
          content: { pointerEvents: 'auto', display: 'flex', flexDirection: 'column' },
          body: { flex: 1, minHeight: 0 },
          title: { fontWeight: 650 },
        }}
      >
        <Conversation voice={voice} provider={provider} />
      </Drawer>
    </>
  )
}
