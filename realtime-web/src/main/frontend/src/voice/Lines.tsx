import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import classes from './Conversation.module.css'
import type { Line } from './transcript'

/** What was said, as it is said. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  const list = useRef<HTMLOListElement>(null)

  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [lines])

  return (
    <>
      {lines.length === 0 && (
        <Text size="sm" c="dimmed">
          Try “How many challenges are open?”, “What is new?” or “Create a challenge about recycling”.
        </Text>
      )}
      <ol ref={list} className={classes.lines} aria-live="polite" aria-label="What was said">
        {lines.map(({ id, speaker, text, interrupted }) => (
          <li key={id} className={classes.line} data-testid="voice-line" data-speaker={speaker}>
            <Text size="xs" c="dimmed">
              {speaker === 'you' ? 'You' : 'Assistant'}
            </Text>
            <Text size="sm" dir="auto">
              {text || '…'}
              {interrupted && (
                <Text span c="dimmed">
                  {' '}
                  (interrupted)
                </Text>
              )}
            </Text>
          </li>
        ))}
      </ol>
    </>
  )
}
