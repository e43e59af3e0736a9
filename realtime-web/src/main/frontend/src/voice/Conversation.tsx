import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { Config } from '../config'
import type { Voice } from '../hooks/useVoiceAssistant'
import { MicrophoneIcon, MutedIcon } from '../icons'
import type { Status } from './assistant'
import classes from './Conversation.module.css'
import { LevelMeter } from './LevelMeter'
import { Lines } from './Lines'
import { WriteForm } from './WriteForm'

const providers: Record<Config['voice'], { label: string; explanation: string }> = {
  openai: { label: 'OpenAI', explanation: 'What you say goes through this server to OpenAI.' },
  local: {
    label: 'Offline voice (limited)',
    explanation: 'What you say stays on this server. It understands English, and simple questions about challenges.',
  },
  scripted: { label: 'Scripted voice', explanation: 'A voice for tests: it listens to nobody.' },
  off: { label: 'Off', explanation: 'Voice is off on this server.' },
}

const words: Record<Status, string> = {
  off: 'Off',
  starting: 'Starting',
  listening: 'Listening',
  hearing: 'Hearing you',
  thinking: 'Thinking',
  speaking: 'Speaking',
  reconnecting: 'Connection lost, trying again',
}

interface ConversationProps {
  voice: Voice
  provider: Config['voice']
}

export function Conversation({ voice, provider }: ConversationProps) {
  const { status, problem, microphone, muted, slow, inputLevel, outputLevel, lines } = voice
  const { label, explanation } = providers[provider]
  const on = status !== 'off'

  return (
    <Stack h="100%" gap="md">
      <div>
        <Badge variant="default" tt="none" data-testid="voice-provider" data-provider={provider}>
          {label}
        </Badge>
        <Text size="sm" c="dimmed" mt={6}>
          {explanation}
        </Text>
      </div>

      {problem && (
        <Alert color="red" role="alert" title={problem} data-testid="voice-problem" />
      )}

      {on ? (
        <Stack gap="xs">
          <Group justify="space-between" wrap="nowrap">
            <div className={classes.status} data-testid="voice-status" data-status={status}>
              <span className={classes.dot} />
              <Text component="span" size="sm" role="status">
                {status === 'listening' && (muted || !microphone) ? 'Write your question' : words[status]}
              </Text>
            </div>
            {slow && (
              <Text size="sm" c="dimmed">
                Slow connection
              </Text>
            )}
          </Group>
          {microphone && <LevelMeter label="You" level={inputLevel} testId="voice-input-level" />}
          <LevelMeter label="Assistant" level={outputLevel} testId="voice-output-level" />
          <Group grow>
            {microphone && (
              <Button
                variant="default"
                leftSection={muted ? <MutedIcon /> : <MicrophoneIcon />}
                data-testid="voice-mute"
                onClick={() => voice.mute(!muted)}
              >
                {muted ? 'Unmute' : 'Mute'}
              </Button>
            )}
            <Button variant="default" data-testid="voice-stop" onClick={voice.stop}>
              End
            </Button>
          </Group>
        </Stack>
      ) : (
        <Group grow>
          <Button leftSection={<MicrophoneIcon />} data-testid="voice-start" onClick={() => voice.start()}>
            Speak
          </Button>
          <Button variant="default" data-testid="voice-start-writing" onClick={() => voice.start(false)}>
            Write
          </Button>
        </Group>
      )}

      <Lines lines={lines} />
      {on && <WriteForm disabled={status === 'starting' || status === 'reconnecting'} onWrite={voice.write} />}
    </Stack>
  )
}
