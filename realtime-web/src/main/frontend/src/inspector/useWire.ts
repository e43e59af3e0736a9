import { useEffect, useState } from 'react'
import { nothing, Wire, type WireState } from './wire'

/**
 * A WebSocket of one's own, and all that is known of it.
 *
 * @example const [wire, { frames }] = useWire()
 */
export function useWire(): [Wire, WireState] {
  const [state, setState] = useState<WireState>(nothing)
  const [wire] = useState(() => new Wire(setState))

  useEffect(() => () => wire.disconnect(), [wire])

  return [wire, state]
}
