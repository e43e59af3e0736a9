// The rest of a Supabase stack: the development sign-in in the shapes of GoTrue, and what is said for parts that are not served.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createClient } from '@supabase/supabase-js'
import ws from 'ws'
import { anonKey, client, signedIn, url } from './server.mjs'

const serviceKey = process.env.BELFRY_SERVICE_KEY
const admin = createClient(url, serviceKey, {
  auth: { persistSession: false, autoRefreshToken: false },
  realtime: { transport: ws },
})
const address = () => `user-${crypto.randomUUID()}@example.com`
const claims = (session) => JSON.parse(Buffer.from(session.access_token.split('.')[1], 'base64url'))

/** Signs somebody up; returns the client, with what it was told. */
async function newcomer(email = address(), data = { name: 'Eve' }) {
  const supabase = client()
  const { data: told, error } = await supabase.auth.signUp({ email, password: 'secret', options: { data } })
  assert.equal(error, null)
  return Object.assign(supabase, { email, told })
}

function isRefused({ error }, status, code) {
  assert.ok(error, 'it was not refused')
  assert.deepEqual([error.status, error.code], [status, code], error.message)
  assert.ok(error.message.length > 10)
}

describe('sign-up', () => {
  test('gives a session and a user, who is known from then on', async () => {
    const eve = await newcomer()

    const { user, session } = eve.told
    assert.equal(user.email, eve.email)
    assert.deepEqual(user.user_metadata, { name: 'Eve' })
    assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] })
    assert.equal(user.identities.length, 1)
    assert.equal(user.is_anonymous, false)
    for (const name of ['created_at', 'updated_at', 'last_sign_in_at', 'email_confirmed_at', 'confirmed_at']) {
      assert.ok(Date.parse(user[name]) > Date.now() - 60_000, name)
    }
    assert.ok(session.expires_in > 0)
    assert.equal((await eve.auth.getUser()).data.user.id, user.id)
    assert.equal((await client().auth.signInWithPassword({ email: eve.email.toUpperCase(), password: 'secret' })).error, null)
  })

  test('its token has the claims that policies and pages read', async () => {
    const eve = await newcomer()
    const read = claims(eve.told.session)

    assert.equal(read.sub, eve.told.user.id)
    assert.equal(read.role, 'authenticated')
    assert.equal(read.aud, 'authenticated')
    assert.equal(read.email, eve.email)
    assert.equal(read.aal, 'aal1')
    assert.equal(read.amr[0].method, 'password')
    assert.deepEqual(read.groups, [])
    assert.equal(read.is_anonymous, false)
    assert.deepEqual(read.user_metadata, { name: 'Eve' })
    assert.match(read.session_id, /^[0-9a-f-]{36}$/)
    assert.deepEqual(claims((await signedIn('cai').then((cai) => cai.auth.getSession())).data.session).groups, ['admin'])
  })

  test('writes and reads rows as the new user', async () => {
    const eve = await newcomer()
    const now = new Date().toISOString()
    const row = {
      id: crypto.randomUUID(), title: 'By a newcomer', status: 'draft', created_by: eve.told.user.id, created_at: now, updated_at: now, version: 0,
    }
    const { data, error } = await eve.from('challenges').insert(row).select()

    assert.equal(error, null)
    assert.equal(data[0].created_by, eve.told.user.id)
  })

  for (const [what, values, status, code] of [
    ['a taken address', { email: 'ada@belfry.dev', password: 'secret' }, 422, 'user_already_exists'],
    ['a weak password', { email: 'weak@example.com', password: 'short' }, 422, 'weak_password'],
    ['an endless password', { email: 'long@example.com', password: 'x'.repeat(73) }, 400, 'validation_failed'],
    ['no password', { email: 'none@example.com' }, 400, 'validation_failed'],
    ['an address that is none', { email: 'no address', password: 'secret' }, 400, 'validation_failed'],
    ['a telephone number', { phone: '+15555550100', password: 'secret' }, 400, 'phone_provider_disabled'],
    ['an address of another type', { email: 7, password: 'secret' }, 400, 'bad_json'],
    ['what PostgreSQL cannot keep', { email: 'nul@example.com', password: 'secret', data: { name: 'a\u0000b' } }, 400, 'validation_failed'],
  ]) {
    test(`${what} is refused with ${status} ${code}`, async () => {
      const { data, ...rest } = values
      isRefused(await client().auth.signUp({ ...rest, options: { data } }), status, code)
    })
  }

  test('nobody signs up without a name', async () => {
    isRefused(await client().auth.signInAnonymously(), 422, 'anonymous_provider_disabled')
  })

  test('a weak password says why', async () => {
    const { error } = await client().auth.signUp({ email: address(), password: 'abc' })

    assert.equal(error.name, 'AuthWeakPasswordError')
    assert.deepEqual(error.reasons, ['length'])
  })

  test('two at once are one', async () => {
    const email = address()
    const answers = await Promise.all([1, 2, 3].map(() => client().auth.signUp({ email, password: 'secret' })))

    assert.deepEqual(answers.map(({ error }) => error?.code).sort(), ['user_already_exists', 'user_already_exists', undefined])
  })
})

describe('sign-in', () => {
  for (const [what, values, status, code] of [
    ['a wrong password', { email: 'ada@belfry.dev', password: 'wrong' }, 400, 'invalid_credentials'],
    ['an unknown address', { email: 'nobody@belfry.dev', password: 'belfry' }, 400, 'invalid_credentials'],
    ['no address', { email: '', password: 'belfry' }, 400, 'validation_failed'],
    ['a telephone number', { phone: '+15555550100', password: 'belfry' }, 422, 'phone_provider_disabled'],
  ]) {
    test(`${what} is refused with ${status} ${code}`, async () => {
      isRefused(await client().auth.signInWithPassword(values), status, code)
    })
  }

  test('a refreshed session is the same one', async () => {
    const eve = await newcomer()
    const { data, error } = await eve.auth.refreshSession()

    assert.equal(error, null)
    assert.equal(claims(data.session).session_id, claims(eve.told.session).session_id)
    assert.equal(data.user.email, eve.email)
    isRefused(await client().auth.refreshSession({ refresh_token: eve.told.session.access_token }), 400, 'refresh_token_not_found')
  })

  test('sign-out forgets the session', async () => {
    const eve = await newcomer()

    assert.equal((await eve.auth.signOut()).error, null)
    assert.equal((await eve.auth.getSession()).data.session, null)
  })

  test('a key is no user', async () => {
    isRefused(await client().auth.getUser(anonKey), 403, 'bad_jwt')
    isRefused(await client().auth.getUser('nonsense.of.three'), 403, 'bad_jwt')
  })

  test('the settings say what there is', async () => {
    const { external, mailer_autoconfirm } = await (await fetch(`${url}/auth/v1/settings`)).json()

    assert.equal(external.email, true)
    assert.equal(external.anonymous_users, false)
    assert.equal(mailer_autoconfirm, true)
    assert.equal((await fetch(`${url}/auth/v1/health`)).status, 200)
  })
})

describe('the user', () => {
  test('changes their metadata, address and password', async () => {
    const eve = await newcomer()
    const email = address()
    const { data, error } = await eve.auth.updateUser({ email, password: 'another secret', data: { name: null, city: 'Ghent' } })

    assert.equal(error, null)
    assert.equal(data.user.email, email)
    assert.deepEqual(data.user.user_metadata, { city: 'Ghent' })
    assert.equal((await client().auth.signInWithPassword({ email, password: 'another secret' })).error, null)
    isRefused(await client().auth.signInWithPassword({ email: eve.email, password: 'secret' }), 400, 'invalid_credentials')
  })

  for (const [what, values, status, code] of [
    ['the same password', { password: 'secret' }, 422, 'same_password'],
    ['a weak password', { password: 'abc' }, 422, 'weak_password'],
    ["somebody else's address", { email: 'ada@belfry.dev' }, 422, 'email_exists'],
  ]) {
    test(`${what} is refused with ${status} ${code}`, async () => {
      isRefused(await (await newcomer()).auth.updateUser(values), status, code)
    })
  }

  test('does not give themselves a group', async () => {
    const eve = await newcomer()
    const answer = await fetch(`${url}/auth/v1/user`, {
      method: 'PUT',
      headers: { apikey: anonKey, authorization: `Bearer ${eve.told.session.access_token}` },
      body: JSON.stringify({ app_metadata: { groups: ['admin'] } }),
    })

    assert.equal(answer.status, 403)
    assert.equal((await answer.json()).error_code, 'not_admin')
    assert.deepEqual((await eve.auth.getUser()).data.user.app_metadata.groups, undefined)
  })

  test('is told the same of a forgotten password whether they are known or not', async () => {
    const eve = await newcomer()

    assert.equal((await client().auth.resetPasswordForEmail(eve.email)).error, null)
    assert.equal((await client().auth.resetPasswordForEmail(address())).error, null)
    isRefused(await client().auth.resetPasswordForEmail('no address'), 400, 'validation_failed')
  })
})

describe('the service role', () => {
  test('makes, finds, changes and deletes users', async () => {
    const email = address()
    const made = await admin.auth.admin.createUser({
      email,
      password: 'secret',
      email_confirm: true,
      app_metadata: { groups: ['editors'] },
      user_metadata: { name: 'Fay' },
    })
    assert.equal(made.error, null)
    const { id } = made.data.user
    assert.deepEqual(made.data.user.app_metadata, { provider: 'email', providers: ['email'], groups: ['editors'] })
    assert.deepEqual(claims((await client().auth.signInWithPassword({ email, password: 'secret' })).data.session).groups, ['editors'])

    assert.equal((await admin.auth.admin.getUserById(id)).data.user.email, email)
    const changed = await admin.auth.admin.updateUserById(id, { app_metadata: { groups: null }, ban_duration: '24h' })
    assert.deepEqual(changed.data.user.app_metadata, { provider: 'email', providers: ['email'] })
    isRefused(await client().auth.signInWithPassword({ email, password: 'secret' }), 400, 'user_banned')
    assert.equal((await admin.auth.admin.updateUserById(id, { ban_duration: 'none' })).error, null)

    const session = (await client().auth.signInWithPassword({ email, password: 'secret' })).data.session
    assert.equal((await admin.auth.admin.deleteUser(id)).error, null)
    isRefused(await client().auth.getUser(session.access_token), 403, 'user_not_found')
    isRefused(await admin.auth.admin.getUserById(id), 404, 'user_not_found')
    isRefused(await admin.auth.admin.deleteUser(id), 404, 'user_not_found')
  })

  test('lists users page by page', async () => {
    const [first, second] = [await newcomer(), await newcomer()]

    const one = await admin.auth.admin.listUsers({ page: 1, perPage: 1 })
    const two = await admin.auth.admin.listUsers({ page: 2, perPage: 1 })
    const all = await admin.auth.admin.listUsers({ page: 1, perPage: 1000 })

    assert.deepEqual([one, two].map(({ data }) => data.users[0].email), [second.email, first.email])
    assert.equal(one.data.nextPage, 2)
    assert.equal(one.data.total, all.data.users.length)
    assert.equal(all.data.nextPage, null)
    isRefused(await admin.auth.admin.listUsers({ page: -1 }), 400, 'validation_failed')
  })

  test('hides a user and frees the address', async () => {
    const eve = await newcomer()

    assert.equal((await admin.auth.admin.deleteUser(eve.told.user.id, true)).error, null)
    assert.ok((await admin.auth.admin.getUserById(eve.told.user.id)).data.user.deleted_at)
    isRefused(await client().auth.refreshSession({ refresh_token: eve.told.session.refresh_token }), 400, 'refresh_token_not_found')
    await newcomer(eve.email)
  })

  for (const [what, values, status, code] of [
    ['neither address nor number', {}, 400, 'validation_failed'],
    ['a taken address', { email: 'ada@belfry.dev' }, 422, 'email_exists'],
    ['an id that is none', { email: address(), id: 'seven' }, 400, 'validation_failed'],
    ['a ban that is none', { email: address(), ban_duration: 'soon' }, 400, 'validation_failed'],
  ]) {
    test(`${what} is refused with ${status} ${code}`, async () => {
      isRefused(await admin.auth.admin.createUser(values), status, code)
    })
  }

  test('is nobody else', async () => {
    const ada = await signedIn('ada')
    const { access_token } = (await ada.auth.getSession()).data.session
    for (const key of [anonKey, access_token]) {
      const other = createClient(url, key, { auth: { persistSession: false }, realtime: { transport: ws } })
      isRefused(await other.auth.admin.listUsers(), 403, 'not_admin')
      isRefused(await other.auth.admin.createUser({ email: address() }), 403, 'not_admin')
      isRefused(await other.auth.admin.deleteUser(ada.userId), 403, 'not_admin')
      isRefused(await other.auth.admin.updateUserById(ada.userId, { role: 'service_role' }), 403, 'not_admin')
    }
    assert.equal((await fetch(`${url}/auth/v1/admin/users`)).status, 401)
  })
})

describe('what is not served', () => {
  test('is said by storage, functions and sign-in in the words that their clients show', async () => {
    const supabase = client()
    const { error: storage } = await supabase.storage.from('files').list()
    const { error: called } = await supabase.functions.invoke('hello')
    const { error: otp } = await supabase.auth.signInWithOtp({ email: 'ada@belfry.dev' })

    assert.match(storage.message, /Belfry stores no files/)
    assert.equal(storage.statusCode, '404')
    assert.equal(called.name, 'FunctionsHttpError')
    assert.match((await called.context.json()).message, /no functions but those of voice/)
    assert.match(otp.message, /does not serve POST \/auth\/v1\/otp/)
    assert.equal(otp.code, 'not_served')
  })

  for (const path of [
    '/storage/v1/object/a/b', '/storage/v1', '/graphql/v1', '/pg/tables', '/functions/v1', '/functions/v1/hello', '/auth/v1/authorize',
    '/realtime/v1/nothing', '/realtime/v1/api/nothing', '/api/nothing', '/api/tenants', '/nothing', '/assets/nothing.js', '/WEB-INF/web.xml',
  ]) {
    test(`${path} answers every method with JSON, to pages of other origins too`, async () => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await fetch(url + path, { method, headers: { origin: url, authorization: `Bearer ${anonKey}` } })
        const text = await answer.text()

        assert.ok([404, 405].includes(answer.status), `${method} ${answer.status}`)
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/, `${method} ${text}`)
        assert.match(JSON.stringify(JSON.parse(text)), /Belfry|served|sign-in|server/i)
        assert.equal(answer.headers.get('access-control-allow-origin'), url, method)
      }
      const head = await fetch(url + path, { method: 'HEAD' })
      assert.ok([404, 405].includes(head.status), `HEAD ${head.status}`)
      assert.equal(await head.text(), '')
    })
  }

  for (const path of ['/storage/v1/object/a', '/graphql/v1', '/pg/tables', '/functions/v1/hello', '/auth/v1/otp']) {
    test(`the browser's question before ${path} is answered`, async () => {
      const headers = { origin: url, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'apikey,authorization' }
      const answer = await fetch(url + path, { method: 'OPTIONS', headers })

      assert.equal(answer.status, 204)
      assert.match(answer.headers.get('access-control-allow-methods'), /PUT/)
      assert.equal(answer.headers.get('access-control-allow-headers'), 'apikey,authorization')
    })
  }

  test('a page that is not there is a page', async () => {
    const answer = await fetch(`${url}/no/such/page`, { headers: { accept: 'text/html,*/*' } })

    assert.equal(answer.status, 404)
    assert.match(answer.headers.get('content-type'), /^text\/html/)
    assert.match(await answer.text(), /There is no such page/)
  })
})

describe('the health checks of compose files', () => {
  const headers = { authorization: `Bearer ${anonKey}` }

  for (const base of ['/api', '/realtime/v1/api']) {
    test(`${base}: healthy by GET and HEAD, with a key alone`, async () => {
      const path = `${url}${base}/tenants/realtime-dev/health`
      const answer = await fetch(path, { headers })

      assert.equal(answer.status, 200)
      const { data } = await answer.json()
      assert.equal(data.healthy, true)
      assert.equal(data.db_connected, true)
      assert.equal(data.connected_cluster, 1)
      assert.equal((await fetch(path, { headers, method: 'HEAD' })).status, 200)
      assert.equal((await fetch(path)).status, 401)
      assert.equal((await fetch(path, { headers, method: 'POST' })).status, 405)
      assert.deepEqual(await (await fetch(`${url}${base}/ping`)).json(), { message: 'Success' })
      assert.equal((await fetch(`${url}${base}/ping`, { method: 'HEAD' })).status, 200)
    })
  }
})

describe('a gateway that strips /realtime/v1, as the official kong.yml does', () => {
  const base = process.env.BELFRY_GATEWAY ?? url

  test('channels and broadcasts over HTTP go through under the paths that it sends', async () => {
    const topic = `gateway-${crypto.randomUUID()}`
    const socket = new ws(`${url.replace('http', 'ws')}/socket/websocket?apikey=${anonKey}&vsn=1.0.0`, {
      headers: { 'x-api-key': anonKey, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'portal.example.com', 'x-forwarded-prefix': '/realtime/v1/' },
    })
    const heard = []
    socket.on('message', (text) => heard.push(JSON.parse(text)))
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
    socket.send(JSON.stringify({ topic: `realtime:${topic}`, event: 'phx_join', ref: '1', join_ref: '1', payload: { config: {} } }))
    const until = async (found) => {
      for (let i = 0; i < 250 && !heard.some(found); i++) await new Promise((resolve) => setTimeout(resolve, 20))
      return heard.find(found)
    }
    assert.equal((await until((message) => message.event === 'phx_reply'))?.payload.status, 'ok')

    const sent = await fetch(`${url}/api/broadcast`, {
      method: 'POST',
      headers: { apikey: anonKey, authorization: `Bearer ${anonKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ topic, event: 'e', payload: { n: 1 } }] }),
    })
    assert.equal(sent.status, 202)
    assert.deepEqual((await until((message) => message.event === 'broadcast'))?.payload.payload, { n: 1 })
    socket.close()
  })

  test('supabase-js at the gateway: channels, broadcasts over HTTP and rows', async () => {
    const options = { auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: ws } }
    const supabase = createClient(base, anonKey, options)
    const heard = []
    const channel = supabase.channel(`gateway-${crypto.randomUUID()}`).on('broadcast', { event: 'e' }, ({ payload }) => heard.push(payload))
    await new Promise((resolve, reject) =>
      channel.subscribe((status, error) => (status === 'SUBSCRIBED' ? resolve() : status === 'CHANNEL_ERROR' && reject(error))))
    assert.deepEqual(await channel.httpSend('e', { n: 2 }), { success: true })
    for (let i = 0; i < 250 && heard.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual(heard, [{ n: 2 }])
    assert.equal((await supabase.from('challenges').select('id').limit(1)).error, null)
    await supabase.removeAllChannels()
  })
})
