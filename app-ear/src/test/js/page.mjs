// A page that listens, told by another process what to do: prints a line for each thing that it hears.
// node page.mjs URL KEY CLIENT TABLE [SINCE]
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'

const [url, key, client, table, since] = process.argv.slice(2)
const params = client === '-' ? {} : { client }
const belfry = createClient(url, key, { realtime: { params, transport: ws, reconnectAfterMs: () => 200 } })
const asked = { event: '*', schema: 'public', table }
belfry
  .channel('rows')
  .on('postgres_changes', since ? { ...asked, since } : asked, (change) =>
    console.log(`row ${change.eventType} ${change.new.n ?? change.old.n} ${change.commit_timestamp}`),
  )
  .on('broadcast', { event: 'said' }, ({ payload }) => console.log(`said ${payload.n}`))
  .on('system', {}, (message) => message.status === 'error' && console.log(`system ${message.message}`))
  .subscribe((status) => console.log(`status ${status}`))
