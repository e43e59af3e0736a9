/** What the server tells the page before anything else: `GET /config.json`. */
export interface Config {
  url: string
  version: string
  anonKey: string
  dev: boolean
  /** Whether this page is the demo's portal: its tables are there, and one can sign in to its accounts. */
  demo: boolean
  /** Who answers those who speak. */
  voice: 'openai' | 'local' | 'scripted' | 'off'
  changes: string
}

/** Throws an error whose message can be shown to the reader. */
export async function fetchConfig(signal?: AbortSignal): Promise<Config> {
  let response: Response
  try {
    response = await fetch('/config.json', { signal, cache: 'no-store' })
  } catch (cause) {
    throw new Error('The server cannot be reached.', { cause })
  }
  if (!response.ok) {
    throw new Error(`The server answered with status ${response.status}.`)
  }
  const config = (await response.json().catch(() => null)) as Config | null
  if (!config?.anonKey) {
    throw new Error('The server answered, but not with its configuration.')
  }
  return config
}
