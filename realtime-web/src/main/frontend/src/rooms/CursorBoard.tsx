import { Paper, Text, Title } from '@mantine/core'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { PointerEvent } from 'react'
import { useCursors } from '../hooks/useCursors'
import classes from './Rooms.module.css'

interface CursorBoardProps {
  supabase: SupabaseClient
  room: string
  me: { id: string; name: string }
}

/** A field on which everybody sees where the others point. */
export function CursorBoard({ supabase, room, me }: CursorBoardProps) {
  const { cursors, move } = useCursors(supabase, room, me)

  const moved = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    move((clientX - left) / width, (clientY - top) / height)
  }

  return (
    <Paper component="section" withBorder radius="lg" p="lg" aria-labelledby="cursors-title">
      <Title order={2} size="h4" id="cursors-title" mb="sm">
        Cursors
      </Title>
      <div className={classes.board} onPointerMove={moved} dir="ltr" data-testid="cursor-board">
        {cursors.map(({ userId, name, x, y }) => (
          <span
            key={userId}
            className={classes.cursor}
            style={{ insetInlineStart: `${100 * x}%`, insetBlockStart: `${100 * y}%` }}
            data-testid="cursor"
          >
            {name}
          </span>
        ))}
        <Text size="sm" c="dimmed">
          Move here, in two windows.
        </Text>
      </div>
    </Paper>
  )
}
