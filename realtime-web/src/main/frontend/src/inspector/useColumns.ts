import { useEffect, useState } from 'react'

const TYPING_MS = 400

/**
 * The columns of a table of this server, as far as a row of it can be read with that key or token; `undefined` if not known.
 *
 * @example const columns = useColumns('challenges', anonKey, accessToken)
 */
export function useColumns(table: string, key: string, token: string): string[] | undefined {
  const [columns, setColumns] = useState<string[]>()

  useEffect(() => {
    setColumns(undefined)
    if (!/^\w+$/.test(table) || !key) return
    const request = new AbortController()
    const timer = setTimeout(() => {
      const headers = { apikey: key, Authorization: `Bearer ${token || key}` }
      fetch(`/rest/v1/${table}?limit=1`, { headers, signal: request.signal })
        .then(async (response) => (response.ok ? ((await response.json()) as object[]) : []))
        .then(([row]) => setColumns(row && Object.keys(row)))
        .catch(() => {})
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [table, key, token])

  return columns
}
