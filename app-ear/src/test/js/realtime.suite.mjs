// What every method of RealtimeClient and RealtimeChannel does against the server, as cases that run unchanged in Node
// and in a page.
import './realtime.client.mjs'
import './realtime.channel.mjs'
import './realtime.broadcast.mjs'
import './realtime.presence.mjs'
import './realtime.private.mjs'

export { cases, run } from './realtime.kit.mjs'
