import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * A set of ids that forgets each one a few seconds after it was added.
 *
 * @example const [recent, addRecent] = useRecent(4000)
 */
export function useRecent(forMs: number): [ReadonlySet<string>, (id: string) => void] {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())

  useEffect(() => {
    const pending = timers.current
    return () => pending.forEach((timer) => clearTimeout(timer))
  }, [])

  const add = useCallback(
    (id: string) => {
      clearTimeout(timers.current.get(id))
      setIds((before) => new Set(before).add(id))
      const forget = () => {
        timers.current.delete(id)
        setIds((before) => new Set([...before].filter((other) => other !== id)))
      }
      timers.current.set(id, setTimeout(forget, forMs))
    },
    [forMs],
  )

  return [ids, add]
}
