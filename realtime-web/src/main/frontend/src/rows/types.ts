/** What every row of the portal's tables has. The server adds one to `version` with every update. */
export type Row = {
  id: string
  created_by: string
  created_at: string
  updated_at: string
  version: number
}

/** How an attempt to change a row ended. */
export type Outcome<R extends Row> =
  | { type: 'saved'; row: R }
  | { type: 'deleted' }
  | { type: 'conflict' }
  | { type: 'refused'; message: string }
