import { useEffect, useState } from 'react'

/**
 * The current time, renewed at the given interval so that "5 minutes ago" stays true.
 *
 * @example const now = useNow(15_000)
 */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date())

  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])

  return now
}
