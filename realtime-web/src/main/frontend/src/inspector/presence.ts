/** Who is in a room, as the server tells it: a key to what each of its members tracks. */
export type Presences = Readonly<Record<string, readonly Meta[]>>

export type Meta = { phx_ref: string; [name: string]: unknown }

interface Told {
  metas: Meta[]
}

export interface Diff {
  joins: Record<string, Told>
  leaves: Record<string, Told>
}

/** `presence_state`: replaces all that was known. */
export function fromState(state: Record<string, Told>): Presences {
  return Object.fromEntries(Object.entries(state).map(([key, { metas }]) => [key, metas]))
}

/** `presence_diff`: an update is a leave and a join with the same key in one diff. */
export function withDiff(presences: Presences, { joins, leaves }: Diff): Presences {
  const next: Record<string, readonly Meta[]> = { ...presences }
  for (const [key, { metas }] of Object.entries(joins)) {
    const known = new Set(metas.map((meta) => meta.phx_ref))
    next[key] = [...(next[key] ?? []).filter((meta) => !known.has(meta.phx_ref)), ...metas]
  }
  for (const [key, { metas }] of Object.entries(leaves)) {
    const gone = new Set(metas.map((meta) => meta.phx_ref))
    const rest = (next[key] ?? []).filter((meta) => !gone.has(meta.phx_ref))
    if (rest.length > 0) next[key] = rest
    else delete next[key]
  }
  return next
}
