import { useCallback, useEffect, useEffectEvent, useRef } from 'react'

/**
 * The function, called at most once per interval: the first call at once, of those that follow the last one at the end of the interval.
 *
 * @example const send = useThrottled((x: number, y: number) => channel.send(…), 50)
 */
export function useThrottled<Args extends unknown[]>(
  callback: (...args: Args) => void,
  everyMs: number,
): (...args: Args) => void {
  const call = useRef<(args: Args) => void>(() => {})
  const latest = useEffectEvent(callback)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const waiting = useRef<Args>(undefined)

  useEffect(() => {
    call.current = (args) => latest(...args)
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
      waiting.current = undefined
      call.current = () => {}
    }
  }, [])

  return useCallback(
    (...args: Args) => {
      if (timer.current !== undefined) {
        waiting.current = args
        return
      }
      const next = () => {
        timer.current = undefined
        if (waiting.current) go(waiting.current)
      }
      const go = (now: Args) => {
        waiting.current = undefined
        timer.current = setTimeout(next, everyMs)
        call.current(now)
      }
      go(args)
    },
    [everyMs],
  )
}
