/** Which changes this page has made itself: they come back like anybody's, and are no news. */

/** What became of a row: its new version, or that it is gone. */
type Mark = number | 'deleted'

const MOST_MARKS = 500
const beingSaved = new Map<string, number>()
const saved = new Set<string>()

export function beginWrite(id: string): void {
  beingSaved.set(id, (beingSaved.get(id) ?? 0) + 1)
}

/** @param mark none if nothing came of it */
export function endWrite(id: string, mark?: Mark): void {
  const left = (beingSaved.get(id) ?? 1) - 1
  if (left > 0) beingSaved.set(id, left)
  else beingSaved.delete(id)
  if (mark === undefined) return
  saved.add(`${id} ${mark}`)
  if (saved.size > MOST_MARKS) saved.delete(saved.values().next().value!)
}

export function isOwnWrite(id: string, mark: Mark): boolean {
  return beingSaved.has(id) || saved.has(`${id} ${mark}`)
}
