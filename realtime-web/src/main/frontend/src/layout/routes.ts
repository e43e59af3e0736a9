import { useEffect, useState } from 'react'

export const routes = [
  { path: 'challenges', label: 'Challenges' },
  { path: 'mine', label: 'Mine' },
  { path: 'secure', label: 'Secure list' },
  { path: 'events', label: 'Events' },
  { path: 'campaigns', label: 'Campaigns' },
  { path: 'content', label: 'Content' },
  { path: 'rooms', label: 'Rooms' },
  { path: 'health', label: 'Connection' },
  { path: 'changes', label: 'All changes' },
] as const

export type Route = (typeof routes)[number]['path']

/** `#/events` is the events; any other hash, such as the skip link's, leaves the page as it is. */
export function routeOf(hash: string): Route | undefined {
  return routes.find(({ path }) => hash === `#/${path}`)?.path
}

/**
 * The page that the address names, the challenges if it names none.
 *
 * @example const route = useRoute()
 */
export function useRoute(): Route {
  const [route, setRoute] = useState<Route>(() => routeOf(location.hash) ?? 'challenges')

  useEffect(() => {
    const moved = () => setRoute((before) => (location.hash === '' ? 'challenges' : (routeOf(location.hash) ?? before)))
    window.addEventListener('hashchange', moved)
    return () => window.removeEventListener('hashchange', moved)
  }, [])

  return route
}
