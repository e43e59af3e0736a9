/** What one window of somebody tracks, with the refs that the client adds. */
export type State<T> = Record<string, (T & { presence_ref: string })[]>

/** Somebody in a room, with all windows that they have it open in. */
export interface Member<T> {
  key: string
  /** What the window that came last tracks. */
  latest: T
  windows: number
}

/** Everybody once, in the order of their keys, so that the list does not jump. */
export function membersOf<T>(state: State<T>): Member<T>[] {
  return Object.entries(state)
    .filter(([, windows]) => windows.length > 0)
    .map(([key, windows]) => ({ key, latest: windows.at(-1)!, windows: windows.length }))
    .sort((a, b) => a.key.localeCompare(b.key))
}
